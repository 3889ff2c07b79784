package io.referee.server.app.apply;

import static io.referee.server.app.apply.People.EMPTY;
import static io.referee.server.app.apply.People.PEOPLE;
import static io.referee.server.app.apply.People.PEOPLE_APPLIED;
import static io.referee.server.app.apply.People.apply;

import static org.assertj.core.api.Assertions.assertThat;

import com.password4j.Argon2Function;
import com.password4j.Password;
import com.password4j.types.Argon2;

import io.referee.server.account.Access;
import io.referee.server.account.Account;
import io.referee.server.account.Change;
import io.referee.server.account.DialPlan;
import io.referee.server.account.DirectorySnapshot;
import io.referee.server.account.Hashes;
import io.referee.server.account.Owner;
import io.referee.server.account.Provider;
import io.referee.server.account.TransferMode;
import io.referee.server.app.document.Document;
import io.referee.server.app.document.Node;

import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import java.util.Optional;

class ApplyTest {
    @Test
    void aFileBecomesADirectory() {
        DirectorySnapshot directory = PEOPLE_APPLIED.directory();

        assertThat(directory.account("alice", "localhost"))
                .contains(
                        new Account(
                                "aaron",
                                "alice",
                                "localhost",
                                Hashes.ha1("alice", "localhost", "pa"),
                                "simple",
                                "",
                                TransferMode.DENY,
                                Optional.empty(),
                                "",
                                Access.USUAL));
        assertThat(directory.account("bob", "localhost").orElseThrow().transfer())
                .isEqualTo(TransferMode.CONSUME);
        assertThat(directory.account("carol", "example.org").orElseThrow().ha1())
                .isEqualTo(Hashes.ha1("carol", "example.org", "0123"));
        assertThat(directory.ownerOfKey(Hashes.ofKey("k-berta")).orElseThrow().name())
                .isEqualTo("berta");
        assertThat(directory.dialPlan("aaron", "simple"))
                .contains(
                        new DialPlan(
                                "aaron",
                                "simple",
                                "rules",
                                "",
                                List.of(
                                        new DialPlan.Rule("out", "exact", "*100", "dial", "bob"),
                                        new DialPlan.Rule(
                                                "out",
                                                "prefix",
                                                "2XX",
                                                "dial",
                                                "${EXTEN}@local"))));
    }

    @Test
    void aUsersPasswordBecomesArgon2id() {
        Owner aaron = PEOPLE_APPLIED.directory().owner("aaron").orElseThrow();

        assertThat(aaron.passwordHash()).startsWith("$argon2id$").doesNotContain("secret");
        assertThat(Passwords.matches(new Secret("secret-for-the-console"), aaron.passwordHash()))
                .isTrue();
        assertThat(Passwords.matches(new Secret("another"), aaron.passwordHash())).isFalse();
        assertThat(Passwords.matches(new Secret("x"), "")).isFalse();
        assertThat(Passwords.matches(new Secret("x"), "$2a$not-argon")).isFalse();
    }

    @Test
    void aHashOfAnotherTimeIsMadeAnew() {
        DirectorySnapshot once = PEOPLE_APPLIED.directory();
        Argon2Function weak = Argon2Function.getInstance(64, 1, 1, 32, Argon2.ID);
        String old =
                Password.hash("secret-for-the-console").addRandomSalt(16).with(weak).getResult();
        Owner aaron = once.owner("aaron").orElseThrow();
        DirectorySnapshot.Draft draft = once.draft();
        draft.put(new Owner(aaron.name(), old, aaron.keyHashes()));
        assertThat(Passwords.matches(new Secret("secret-for-the-console"), old)).isTrue();

        Applied next = apply(PEOPLE, draft.snapshot());

        String hash = next.directory().owner("aaron").orElseThrow().passwordHash();
        assertThat(hash).startsWith("$argon2id$v=19$m=7168,t=5,p=1$");
        assertThat(Passwords.matches(new Secret("secret-for-the-console"), hash)).isTrue();
        assertThat(apply(PEOPLE, next.directory()).directory()).isEqualTo(next.directory());
    }

    @Test
    void aFirstApplyAddsEverything() {
        Applied applied = PEOPLE_APPLIED;

        assertThat(applied.changes())
                .extracting(Change::toString)
                .containsExactly(
                        "user aaron added",
                        "user berta added",
                        "dialPlan aaron/simple added",
                        "account alice@localhost added",
                        "account bob@localhost added",
                        "account carol@example.org added");
        assertThat(applied.warnings()).isEmpty();
        assertThat(applied.view().get("changes"))
                .asInstanceOf(InstanceOfAssertFactories.LIST)
                .contains(Map.of("change", "added", "entry", "account", "name", "bob@localhost"));
    }

    @Test
    void theSameFileTwiceChangesNothing() {
        DirectorySnapshot once = PEOPLE_APPLIED.directory();
        Applied twice = apply(PEOPLE, once);

        assertThat(twice.directory()).isEqualTo(once);
        assertThat(twice.changes()).hasSize(6).allMatch(c -> c.kind() == Change.Kind.UNCHANGED);
    }

    @Test
    void aListThatIsThereIsCompleteAndOtherUsersStay() {
        DirectorySnapshot once = PEOPLE_APPLIED.directory();
        Applied next =
                apply(
                        """
                        users:
                          - name: aaron
                            accounts: [{name: bob, transfer: deny}]
                            dialPlans: []
                        """,
                        once);

        assertThat(next.changes())
                .extracting(Change::toString)
                .containsExactly(
                        "user aaron unchanged",
                        "dialPlan aaron/simple removed",
                        "account bob@localhost changed",
                        "account alice@localhost removed");
        assertThat(next.directory().account("bob", "localhost").orElseThrow().ha1())
                .as("a password that is not given stays")
                .isEqualTo(Hashes.ha1("bob", "localhost", "pb"));
        assertThat(next.directory().account("carol", "example.org")).isPresent();
    }

    @Test
    void aListThatIsNotThereIsLeftAlone() {
        DirectorySnapshot once = PEOPLE_APPLIED.directory();

        assertThat(apply("users: [{name: aaron}]", once).directory()).isEqualTo(once);
    }

    @Test
    void anAccountCanMoveToAnotherUserOfTheSameFile() {
        DirectorySnapshot once = PEOPLE_APPLIED.directory();
        Applied next =
                apply(
                        """
                        users:
                          - {name: berta, accounts: [{name: bob, password: pb2}, {name: carol, domain: example.org}]}
                          - {name: aaron, accounts: []}
                        """,
                        once);

        assertThat(next.directory().account("bob", "localhost").orElseThrow().owner())
                .isEqualTo("berta");
    }

    @Test
    void manyUsersAreAppliedInOnePass() {
        StringBuilder yaml = new StringBuilder("users:\n");
        for (int i = 0; i < 5_000; i++) {
            yaml.append("  - {name: u").append(i).append(", accounts: [{name: a").append(i);
            yaml.append(", password: p}, {name: b").append(i).append(", password: p}]}\n");
        }
        DirectorySnapshot once = apply(yaml.toString(), EMPTY).directory();

        assertThat(once.accounts()).hasSize(10_000);
        assertThat(apply(yaml.toString(), once).directory()).isEqualTo(once);
    }

    private static final String PROVIDERS =
            """
            users:
              - name: aaron
                accounts: [{name: alice, password: p}]
                providers:
                  - {name: blueface, server: sip.example.org, username: u, password: p, register: true, registerExpiry: 600}
                  - name: Trunk
                    server: "sips:trunk.example.net:5071"
                    username: t
                    authUsername: auth
                    outboundProxy: proxy.example.net
                    from: '"${fromname}" <sip:t@trunk.example.net>'
                    customHeaders: ["X-Account:  7", "User-Agent: Mine"]
                    referToForm: sipTrunkHost
                    transfer: consume
                    payer: alice
                    identity: both
                    callerId: transferee
                    registerContact: alice@localhost
                    registerServer: reg.example.net
                    registerRealm: here
                    mwi: true
            """;

    @Test
    void providersAreKeptWithAllTheirSettings() {
        DirectorySnapshot once = apply(PROVIDERS, EMPTY).directory();

        assertThat(once.provider("aaron", "BLUEFACE"))
                .contains(
                        new Provider(
                                "aaron",
                                "blueface",
                                "sip:sip.example.org",
                                new Provider.Login("u", "", "p"),
                                Provider.Calls.PLAIN,
                                new Provider.Registration(true, "", "", "", 600, false, "")));
        assertThat(once.provider("aaron", "trunk"))
                .contains(
                        new Provider(
                                "aaron",
                                "Trunk",
                                "sips:trunk.example.net:5071",
                                new Provider.Login("t", "auth", ""),
                                new Provider.Calls(
                                        "sip:proxy.example.net",
                                        "\"${fromname}\" <sip:t@trunk.example.net>",
                                        List.of("X-Account: 7", "User-Agent: Mine"),
                                        "sipTrunkHost",
                                        new Provider.Transfers(
                                                TransferMode.CONSUME, "alice@localhost"),
                                        new Provider.Shown(
                                                Provider.Identity.BOTH,
                                                Provider.CallerId.TRANSFEREE)),
                                new Provider.Registration(
                                        false,
                                        "sip:alice@localhost",
                                        "sip:reg.example.net",
                                        "here",
                                        3600,
                                        true,
                                        "")));
        assertThat(apply(PROVIDERS, once).directory()).isEqualTo(once);
    }

    @Test
    void aProviderThatIsNotNamedAnyMoreIsRemoved() {
        DirectorySnapshot once = apply(PROVIDERS, EMPTY).directory();
        String one = "users: [{name: aaron, providers: [{name: TRUNK, server: other.example}]}]";
        Applied applied = apply(one, once);

        assertThat(applied.changes().toString())
                .contains("provider aaron/TRUNK changed")
                .contains("provider aaron/blueface removed");
        assertThat(apply("users: [{name: aaron}]", once).directory()).isEqualTo(once);
    }

    @Test
    void aPasswordIsKeptAndADisabledRegistrationIsTriedAgainWhenTheProviderIsPut() {
        DirectorySnapshot once = apply(PROVIDERS, EMPTY).directory();
        DirectorySnapshot off =
                Apply.disabledProvider("aaron", "Blueface", "403 Forbidden", once)
                        .orElseThrow()
                        .directory();
        assertThat(off.provider("aaron", "blueface").orElseThrow().registers()).isFalse();
        assertThat(Apply.disabledProvider("aaron", "blueface", "again", off)).isEmpty();
        Node body =
                Document.json(
                        Document.REQUEST_BODY,
                        """
                        {"server": "sip.example.org", "username": "u", "register": true,
                         "registerExpiry": 600, "registration": {"state": "disabled"}}
                        """);

        assertThat(Apply.provider(body, "aaron", "blueface", off).directory()).isEqualTo(once);
        assertThat(Apply.withoutProvider("aaron", "blueface", once).orElseThrow().changes())
                .singleElement()
                .hasToString("provider aaron/blueface removed");
        assertThat(Apply.withoutProvider("aaron", "none", once)).isEmpty();
    }

    @Test
    void rulesThatCannotBeDialledAreWarnedOf() {
        Applied applied =
                apply(
                        """
                        users:
                          - name: aaron
                            providers:
                              - {name: blueface, server: sip.example.org, username: u, password: p, register: true}
                            dialPlans:
                              - name: simple
                                type: rules
                                rules:
                                  - {match: exact, pattern: "1", command: dial, parameters: "085@blueface", description: x}
                                  - {match: exact, pattern: "2", command: dial, parameters: bluface}
                                  - {match: exact, pattern: "3", command: dial, parameters: "${EXTEN}@blueface"}
                                  - {match: exact, pattern: "4", command: dial, parameters: local}
                        """,
                        EMPTY);

        assertThat(applied.warnings())
                .containsExactly(
                        "people.yaml, line 6:9: users[0].dialPlans[0] holds rule 2 (exact 2) of"
                                + " simple, of which there is no provider bluface; it is treated as"
                                + " the name of a host.",
                        "Nobody takes calls of the provider blueface of aaron: aaron has no"
                                + " account.");
    }

    @Test
    void aRuleCanSayEverything() {
        Applied applied =
                apply(
                        """
                        users:
                          - name: aaron
                            dialPlans:
                              - name: simple
                                type: rules
                                rules:
                                  - direction: In
                                    pattern: "^sip:joe@"
                                    command: DialAdvanced
                                    parameters: "a@x.org[dt=5]|b@x.org"
                                    parameters2: 20
                                    parameters3: 3600
                                    priority: 1.5
                                    description: Joe at work
                                    toMatch: To SIP Account
                                    toMatchParameter: mine1@localhost
                                    time: MTuWThF;09:00-17:30
                                    zone: (UTC+10:00) Hobart
                                    disabled: true
                        """,
                        EMPTY);

        assertThat(applied.warnings()).isEmpty();
        assertThat(applied.directory().dialPlan("aaron", "simple").orElseThrow().rules())
                .containsExactly(
                        new DialPlan.Rule(
                                "in",
                                "",
                                "^sip:joe@",
                                "dialAdvanced",
                                "a@x.org[dt=5]|b@x.org",
                                new DialPlan.Details(
                                        "1.5",
                                        "Joe at work",
                                        "toSIPAccount",
                                        "mine1@localhost",
                                        "20",
                                        "3600",
                                        "",
                                        "MTuWThF;09:00-17:30",
                                        "Australia/Hobart",
                                        true)));
    }

    @Test
    void rulesCanHaveTheKeysOfTheOlderServiceAndKeysThatDoNothing() {
        Applied applied =
                apply(
                        """
                        users:
                          - name: aaron
                            dialPlans:
                              - name: simple
                                type: rules
                                rules:
                                  - {patternType: Exact, pattern: "1", command: Dial, commandParameter1: "085", commandParameter2: b.org}
                                  - {match: exact, pattern: "2", command: reject, parameters: 486, time: M}
                        """,
                        EMPTY);

        assertThat(applied.directory().dialPlan("aaron", "simple").orElseThrow().rules())
                .containsExactly(
                        new DialPlan.Rule(
                                "out",
                                "exact",
                                "1",
                                "dial",
                                "085",
                                new DialPlan.Details(
                                        "", "", "", "", "b.org", "", "", "", "", false)),
                        new DialPlan.Rule(
                                "out",
                                "exact",
                                "2",
                                "reject",
                                "486",
                                new DialPlan.Details("", "", "", "", "", "", "", "M", "", false)));
        assertThat(applied.warnings())
                .containsExactly(
                        "people.yaml, line 8:76: users[0].dialPlans[0].rules[1].time is looked at"
                                + " in incoming rules only.");
    }

    @Test
    void oneAccountIsPutByABody() {
        DirectorySnapshot once = PEOPLE_APPLIED.directory();
        Applied put =
                Apply.account(
                        Document.json(
                                "request body",
                                "{\"password\": \"pd\", \"transfer\": \"consume\", \"out\":"
                                        + " \"simple\"}"),
                        "aaron",
                        "dave",
                        once);

        assertThat(put.changes())
                .extracting(Change::toString)
                .containsExactly("account dave@localhost added");
        assertThat(put.directory().account("dave", "localhost").orElseThrow())
                .isEqualTo(
                        new Account(
                                "aaron",
                                "dave",
                                "localhost",
                                Hashes.ha1("dave", "localhost", "pd"),
                                "simple",
                                "",
                                TransferMode.CONSUME,
                                Optional.empty(),
                                "",
                                Access.USUAL));
    }

    @Test
    void usersAndDialPlansArePutAndRemovedOneByOne() {
        DirectorySnapshot user =
                Apply.user(Document.json("request body", "{\"keys\": [\"k1\"]}"), "dora", EMPTY)
                        .directory();
        Applied plan =
                Apply.dialPlan(
                        Document.json("request body", "{\"type\": \"rules\", \"rules\": []}"),
                        "dora",
                        "main",
                        user);

        assertThat(plan.changes())
                .extracting(Change::toString)
                .containsExactly("dialPlan dora/main added");
        Applied without = Apply.withoutDialPlan("dora", "main", plan.directory()).orElseThrow();
        assertThat(without.directory()).isEqualTo(user);
        assertThat(Apply.withoutDialPlan("dora", "main", user)).isEmpty();
        assertThat(Apply.withoutUser("dora", user).orElseThrow().directory()).isEqualTo(EMPTY);
        assertThat(Apply.withoutUser("dora", EMPTY)).isEmpty();
    }

    @Test
    void onlyTheOwnerRemovesAnAccount() {
        DirectorySnapshot once = PEOPLE_APPLIED.directory();

        assertThat(Apply.withoutAccount("berta", "bob", once)).isEmpty();
        assertThat(Apply.withoutAccount("aaron", "bob", once).orElseThrow().changes())
                .extracting(Change::toString)
                .containsExactly("account bob@localhost removed");
    }

    @Test
    void secretsDoNotPrintThemselves() {
        assertThat(new Secret("pa")).hasToString("***");
    }
}
