package io.referee.server.dialplan.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.server.account.Access;
import io.referee.server.account.Account;
import io.referee.server.account.AliasedDirectory;
import io.referee.server.account.DialPlan;
import io.referee.server.account.Directory;
import io.referee.server.account.DirectorySnapshot;
import io.referee.server.account.Owner;
import io.referee.server.account.TransferMode;
import io.referee.server.call.PlanReports;
import io.referee.server.call.Route;
import io.referee.server.call.RouteQuery;
import io.referee.server.call.Target;
import io.referee.server.dialplan.PlanRouter;
import io.referee.server.script.Reply;
import io.referee.sip.digest.Ha1;
import io.referee.sip.transport.Hop;
import io.referee.sip.transport.Hosts;
import io.referee.sip.uri.SipUri;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/// What a script learns of accounts, domains and phones: of its owner's, and whether there are
/// others.
class SysAccountsTest {
    private final List<String> said = new ArrayList<>();
    private final PlanRunner plans =
            new PlanRunner(
                    new PlanRunner.Surroundings(
                            () -> Instant.EPOCH,
                            () -> directory(),
                            SysAccountsTest::phones,
                            provider -> Plans.Way.PLAIN,
                            aor -> true,
                            port -> port == 5060,
                            5));
    private final RouteQuery query =
            RouteQuery.anonymous(SipUri.of("5", "example.org", -1), "example.org", new Kept());
    private final SysCalls sys =
            new SysCalls(
                    plans,
                    PlanRun.made(new DialPlan("aaron", "plan", "ruby", "", List.of()), query),
                    new PlanDial.Budget());

    private static Directory directory() {
        DirectorySnapshot.Draft draft =
                DirectorySnapshot.empty(List.of("example.org", "example.net")).draft();
        draft.put(new Owner("aaron", "", List.of()));
        draft.put(new Owner("eve", "", List.of()));
        draft.put(account("aaron", "example.org", "aaron"));
        draft.put(account("desk", "example.org", "aaron"));
        draft.put(account("desk", "example.net", "aaron"));
        draft.put(account("mallory", "example.org", "eve"));
        return new AliasedDirectory(draft.snapshot(), Set.of("192.0.2.1"));
    }

    private static Account account(String name, String domain, String owner) {
        return new Account(
                owner,
                name,
                domain,
                Ha1.NONE,
                "out" + name,
                "in" + name,
                TransferMode.DENY,
                Optional.empty(),
                "",
                Access.USUAL);
    }

    /// Of aaron and of mallory, not of desk.
    private static List<Target> phones(Account account) {
        return account.name().equals("desk")
                ? List.of()
                : List.of(
                        phone(account, "sip:a@10.1.2.3:5070;transport=udp"),
                        phone(account, "sip:a@phone.example.com"));
    }

    private static Target phone(Account account, String contact) {
        return new Target(
                SipUri.parse(contact).orElseThrow(),
                Hop.udp(Hosts.address("198.51.100.7", 40_000)),
                account,
                Target.Phone.UNKNOWN);
    }

    private @Nullable Object ask(String verb, @Nullable Object... arguments) {
        List<@Nullable Object> answers = new ArrayList<>();
        sys.call(
                verb,
                new RunningScript.Arguments(Arrays.asList(arguments)),
                1,
                new Reply() {
                    @Override
                    public void answer(@Nullable Object value, Map<String, Object> changed) {
                        answers.add(value);
                    }

                    @Override
                    public void fail(String text) {
                        throw new AssertionError(text);
                    }
                });
        assertThat(answers).as(verb).hasSize(1);
        return answers.getFirst();
    }

    @Test
    void whetherAnAccountExistsIsToldOfOthersToo() {
        assertThat(ask("DoesSIPAccountExist", "desk")).isEqualTo(true);
        assertThat(ask("DoesSIPAccountExist", "mallory", "local")).isEqualTo(true);
        assertThat(ask("DoesSIPAccountExist", "desk", "EXAMPLE.net")).isEqualTo(true);
        assertThat(ask("DoesSIPAccountExist", "desk", "192.0.2.1")).isEqualTo(true);
        assertThat(ask("DoesSIPAccountExist")).isEqualTo(true);
        assertThat(ask("DoesSIPAccountExist", "nobody")).isEqualTo(false);
        assertThat(ask("DoesSIPAccountExist", "mallory", "example.net")).isEqualTo(false);
        assertThat(ask("DoesSIPAccountExist", "desk", "elsewhere.example")).isEqualTo(false);
    }

    @Test
    void anAccountIsMineWhenItIsTheOwners() {
        assertThat(ask("IsMine")).isEqualTo(true);
        assertThat(ask("IsMine", "desk")).isEqualTo(true);
        assertThat(ask("IsMine", "desk", "sipsorcery")).isEqualTo(true);
        assertThat(ask("IsMine", "mallory")).isEqualTo(false);
        assertThat(ask("IsMine", "desk", "elsewhere.example")).isEqualTo(false);
    }

    @Test
    void anOwnAccountWithAPhoneIsAvailable() {
        assertThat(ask("IsAvailable")).isEqualTo(true);
        assertThat(ask("IsAvailable", "aaron", "local")).isEqualTo(true);
        assertThat(ask("IsAvailable", "desk")).isEqualTo(false);
        assertThat(ask("IsAvailable", "mallory")).isEqualTo(false);
        assertThat(ask("IsAvailable", "aaron", "elsewhere.example")).isEqualTo(false);
    }

    @Test
    void aDomainOfOursHasAName() {
        assertThat(ask("GetCanonicalDomain", "local")).isEqualTo("example.org");
        assertThat(ask("GetCanonicalDomain", "SIPSorcery")).isEqualTo("example.org");
        assertThat(ask("GetCanonicalDomain", "192.0.2.1")).isEqualTo("example.org");
        assertThat(ask("GetCanonicalDomain", "Example.NET")).isEqualTo("example.net");
        assertThat(ask("GetCanonicalDomain", "elsewhere.example")).isNull();
        assertThat(ask("GetCanonicalDomain")).isNull();
    }

    @Test
    void theOwnerKnowsWhoHeIsAndWhatHeHas() {
        assertThat(ask("WhoAmI")).isEqualTo("aaron");
        List<?> accounts = (List<?>) Objects.requireNonNull(ask("GetSIPAccounts"));

        assertThat(accounts)
                .extracting(it -> String.valueOf(((Map<?, ?>) it).get("$text")))
                .containsExactlyInAnyOrder(
                        "aaron@example.org", "desk@example.org", "desk@example.net");
        assertThat(accounts.toString())
                .contains(
                        "SIPUsername=desk, SIPDomain=example.net, Owner=aaron,"
                                + " OutDialPlanName=outdesk, InDialPlanName=indesk");
    }

    @Test
    void aBindingIsAPhoneAsItSaidAndWhereItIsReached() {
        List<?> bindings = (List<?>) Objects.requireNonNull(ask("GetBindings"));
        Map<?, ?> behindNat = (Map<?, ?>) bindings.getFirst();
        Map<?, ?> named = (Map<?, ?>) bindings.getLast();

        assertThat(bindings).hasSize(2);
        assertThat(text(behindNat, "ContactURI")).isEqualTo("sip:a@10.1.2.3:5070;transport=udp");
        assertThat(text(behindNat, "MangledContactURI"))
                .isEqualTo("sip:a@198.51.100.7:40000;transport=udp");
        assertThat(behindNat.get("SIPAccountName")).isEqualTo("aaron@example.org");
        assertThat(behindNat.get("RemoteSIPSocket")).isEqualTo("udp:198.51.100.7:40000");
        assertThat(text(named, "ContactURI")).isEqualTo("sip:a@phone.example.com");
        assertThat(text(named, "MangledContactURI")).isEqualTo("sip:a@phone.example.com");
        assertThat(ask("GetBindings", "aaron", "local")).isEqualTo(bindings);
        assertThat(ask("GetBindings", "desk")).isEqualTo(List.of());
        assertThat(ask("GetBindings", "mallory")).isNull();
        assertThat(ask("GetBindings", "aaron", "elsewhere.example")).isNull();
    }

    private static @Nullable Object text(Map<?, ?> binding, String member) {
        return ((Map<?, ?>) Objects.requireNonNull(binding.get(member))).get("$text");
    }

    @Test
    void headersOfLaterDialsArePrintedToTheLog() {
        ask("SetCustomSIPHeader", "X-One", "1");
        ask("SetCustomSIPHeader", "X-Two", "2");
        ask("SetCustomSIPHeader", "X-Three", "3");
        ask("RemoveCustomSIPHeader", "x-two");
        ask("PrintCustomSIPHeaders");
        assertThat(said).containsExactly("X-One: 1", "X-Three: 3");

        ask("ClearCustomSIPHeaders");
        ask("PrintCustomSIPHeaders");
        assertThat(said).hasSize(2);
    }

    @Test
    void anAccountWhosePlanIsGoneIsRefusedAndItsOwnerHearsWhy() {
        Route route =
                plans.incoming(account("desk", "example.org", "aaron"), query, Circle.begun());

        assertThat(route).isEqualTo(new Route.Refused(500, "Dial plan indesk does not exist"));
        assertThat(said).containsExactly("error of indesk: there is no dial plan indesk");
    }

    @Test
    void aPlanThatAPhoneOfTheAccountCallsThroughIsMissedInTheSameWay() {
        Route route =
                new PlanRouter(plans).outgoing(account("desk", "example.org", "aaron"), query);

        assertThat(route).isEqualTo(new Route.Refused(500, "Dial plan outdesk does not exist"));
        assertThat(said).containsExactly("error of outdesk: there is no dial plan outdesk");
    }

    /// Keeps what the owner is told.
    private final class Kept implements PlanReports {
        @Override
        public void step(String plan, String text) {
            said.add(text);
        }

        @Override
        public void error(String plan, int line, String text) {
            said.add("error of " + plan + ": " + text);
        }

        @Override
        public PlanReports to(String owner) {
            return this;
        }
    }
}
