package io.referee.sip.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.sip.message.Method;
import io.referee.sip.message.Response;
import io.referee.sip.transport.Hop;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Requests that may not go everywhere, between names that lead everywhere.
class ReachTest {
    private static final Hop OPEN = Town.udp(1);
    private static final Hop BARRED = Town.udp(2);
    private static final Hop BARRED_TOO = Town.udp(3);

    private final Town town =
            new Town()
                    .serve("open.example", OPEN)
                    .serve("barred.example", BARRED)
                    .serve("both.example", BARRED, OPEN, BARRED_TOO)
                    .serve("turns.example", OPEN);
    private final Heard heard = new Heard();

    ReachTest() {
        Set<Hop> barred = Set.of(BARRED, BARRED_TOO);
        town.agent.reach(
                new Reach(
                        address ->
                                barred.stream()
                                        .noneMatch(
                                                hop -> hop.address().getAddress().equals(address)),
                        "Not There"));
    }

    private static final class Heard implements SessionListener {
        final List<String> all = new ArrayList<>();

        @Override
        public void answered(Session session, Response response) {
            all.add("answered");
        }

        @Override
        public void ended(Session session, Ending ending) {
            all.add(
                    ending instanceof Ending.Unreachable(String why)
                            ? "unreachable: " + why
                            : ending.toString());
        }

        @Override
        public void rejected(Session session, Response response) {
            all.add("rejected " + response.status() + ' ' + response.reason());
        }
    }

    private void settle() {
        town.pass(Duration.ofMillis(1));
    }

    @Test
    void anAddressOutsideOfItIsSentNothing() {
        town.call("198.51.100.2", heard);

        assertThat(heard.all).as("not at once: the caller has no session yet").isEmpty();
        settle();
        assertThat(heard.all).containsExactly("rejected 403 Not There");
        assertThat(town.takeSent()).isEmpty();
    }

    @Test
    void aNameThatLeadsOutOfItIsSentNothing() {
        town.call("barred.example", heard);
        settle();

        assertThat(heard.all).containsExactly("rejected 403 Not There");
        assertThat(town.takeSent()).isEmpty();
    }

    @Test
    void ofSeveralServersOnlyThoseWithinAreTried() {
        town.call("both.example", heard);
        settle();
        town.answer(town.last("INVITE", OPEN), 503);

        assertThat(town.takeSent())
                .containsExactly("INVITE to 198.51.100.1", "ACK to 198.51.100.1");
        assertThat(heard.all).containsExactly("rejected 503 Service Unavailable");
    }

    @Test
    void aNameThatLeadsElsewhereTheNextTimeIsLookedAtAgain() {
        List<String> answers = new ArrayList<>();
        town.ask("turns.example", response -> answers.add("" + response.status()));
        town.answer(town.last("OPTIONS", OPEN), 200);
        town.serve("turns.example", BARRED);
        town.ask("turns.example", response -> answers.add("" + response.status()));
        settle();

        assertThat(answers).containsExactly("200", "403");
        assertThat(town.takeSent()).containsExactly("OPTIONS to 198.51.100.1");
    }

    /// The engine looks such a name up once more by itself, and might find what is barred.
    @Test
    void aNameWithoutServersIsNotLeftToTheEngine() {
        town.call("nowhere.example", heard);
        settle();

        assertThat(heard.all).containsExactly("rejected 503 Service Unavailable");
        assertThat(town.takeSent()).isEmpty();
    }

    @Test
    void whoIsGivenUpMeanwhileHearsOneEnd() {
        Session session = town.call("barred.example", heard);
        session.cancel("");
        settle();

        assertThat(heard.all).containsExactly("rejected 487 Request Terminated");
    }

    @Test
    void aSearchThatTakesTimeIsLookedAtWhenItEnds() {
        town.slowNames();
        town.call("barred.example", heard);
        settle();
        assertThat(heard.all).isEmpty();
        town.answerSearches();
        settle();

        assertThat(heard.all).containsExactly("rejected 403 Not There");
        assertThat(town.takeSent()).isEmpty();
    }

    private Session answered(String... headers) {
        Session session = town.call("198.51.100.1", heard);
        town.answer(town.last("INVITE", OPEN), 200, headers);
        session.acknowledge(new byte[0]);
        settle();
        return session;
    }

    @Test
    void whoAnswersAndNamesAProxyOutOfItIsLetGoWhereHeWasCalled() {
        answered("Record-Route: <sip:198.51.100.2;lr>");

        assertThat(heard.all).containsExactly("rejected 403 Not There");
        assertThat(town.takeSent())
                .containsExactly(
                        "INVITE to 198.51.100.1", "ACK to 198.51.100.1", "BYE to 198.51.100.1");
    }

    @Test
    void aNamedProxyOutOfItEndsTheSession() {
        answered("Record-Route: <sip:barred.example;lr>");

        assertThat(heard.all).containsExactly("answered", "unreachable: Not There");
        assertThat(town.takeSent())
                .containsExactly(
                        "INVITE to 198.51.100.1", "ACK to 198.51.100.1", "BYE to 198.51.100.1");
    }

    @Test
    void aReliableResponseWithAProxyOutOfItIsAcknowledgedWhereTheInviteWent() {
        town.call("198.51.100.1", heard);
        town.answer(
                town.last("INVITE", OPEN),
                183,
                "Record-Route: <sip:198.51.100.2;lr>",
                "Require: 100rel",
                "RSeq: 1");
        settle();

        assertThat(town.takeSent())
                .containsExactly("INVITE to 198.51.100.1", "PRACK to 198.51.100.1");
    }

    /// The name led elsewhere while the call was set up, and a 503 makes us look again.
    @Test
    void aNameThatLeadsOutOfItLaterEndsTheSession() {
        Session session = answered("Record-Route: <sip:turns.example;lr>");
        town.serve("turns.example", BARRED);
        session.request(Method.INFO, List.of(), "", new byte[0], _ -> heard.all.add("info"));
        town.answer(town.last("INFO", OPEN), 503);
        session.request(Method.INFO, List.of(), "", new byte[0], _ -> heard.all.add("info"));
        settle();

        assertThat(heard.all).containsExactly("answered", "info", "info", "unreachable: Not There");
        assertThat(town.takeSent())
                .containsExactly(
                        "INVITE to 198.51.100.1",
                        "ACK to 198.51.100.1",
                        "INFO to 198.51.100.1",
                        "BYE to 198.51.100.1");
    }

    @Test
    void aReinviteThatMayGoNowhereEndsTheSession() {
        Session session = answered("Record-Route: <sip:turns.example;lr>");
        town.serve("turns.example", BARRED);
        session.request(Method.INFO, List.of(), "", new byte[0], _ -> {});
        town.answer(town.last("INFO", OPEN), 503);
        session.reinvite(
                new byte[0],
                List.of(),
                new ReinviteListener() {
                    @Override
                    public void accepted(Response response) {
                        heard.all.add("accepted");
                    }

                    @Override
                    public void refused(Response response) {
                        heard.all.add("refused " + response.status());
                    }
                });
        settle();

        assertThat(heard.all).containsExactly("answered", "refused 403", "unreachable: Not There");
        assertThat(town.takeSent())
                .doesNotContain("INVITE to 198.51.100.2")
                .contains("BYE to 198.51.100.1");
    }

    @Test
    void requestsWithoutAReachGoAnywhere() {
        town.agent.reach(Reach.ANYWHERE);
        town.call("barred.example", heard);

        assertThat(town.takeSent()).containsExactly("INVITE to 198.51.100.2");
    }
}
