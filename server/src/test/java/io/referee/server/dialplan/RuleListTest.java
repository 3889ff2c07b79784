package io.referee.server.dialplan;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.server.account.Account;
import io.referee.server.account.DialPlan;
import io.referee.server.account.Directory;
import io.referee.server.account.DirectorySnapshot;
import io.referee.server.account.TransferMode;
import io.referee.sip.digest.Ha1;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;
import java.util.Optional;

class RuleListTest {
    private static final Directory DIRECTORY =
            DirectorySnapshot.of(
                    List.of("localhost", "example.org"),
                    List.of(),
                    List.of(
                            account("alice", "localhost"),
                            account("100", "localhost"),
                            account("bob", "example.org")),
                    List.of());

    @ParameterizedTest(name = "{0} {1} against {2}: {3}")
    @CsvSource({
        // exact
        "exact, 100, 100, yes",
        "exact, 100, 1000, no",
        "exact, 100, 10, no",
        "exact, *100, *100, yes",
        "exact, *100, 100, no",
        "exact, +353, +353, yes",
        "exact, alice, alice, yes",
        "exact, alice, Alice, no",
        "exact, Nina, Nina, yes",
        "exact, bob.smith, bobxsmith, no",
        "exact, 1XX, 123, yes",
        "exact, 1XX, 12, no",
        "exact, 1XX, 1234, no",
        "exact, 1xx, 123, no",
        "exact, _1XX, 123, yes",
        "exact, Z0, 00, no",
        "exact, Z0, 10, yes",
        "exact, N0, 10, no",
        "exact, N0, 20, yes",
        "exact, N0, 90, yes",
        "exact, X, 0, yes",
        "exact, X, a, no",
        "exact, [12], [12], yes",
        "exact, [12], 1, no",
        // prefix
        "prefix, 011353, 0113531234, yes",
        "prefix, 011353, 011353, yes",
        "prefix, 011353, 01135, no",
        "prefix, 011353, 9011353, no",
        "prefix, _011353, 0113531, yes",
        "prefix, *1, *100, yes",
        "prefix, *1, 1, no",
        "prefix, +353, +3531, yes",
        "prefix, NXX, 212555, yes",
        "prefix, NXX, 112555, no",
        "prefix, 0Z, 015, yes",
        "prefix, 0Z, 005, no",
        "prefix, 011[2-9], 0113, yes",
        "prefix, 011[2-9], 0111, no",
        "prefix, 0[13]5, 035, yes",
        "prefix, 0[13]5, 025, no",
        "prefix, 0.5, 0x5, yes",
        "prefix, 0.5, 05, no",
    })
    void aPatternMatches(String match, String pattern, String dialled, String matches) {
        Outcome outcome = rules(rule(match, pattern, "alice")).decide(call(dialled), DIRECTORY);

        boolean expected = matches.equals("yes");
        assertThat(outcome.decision())
                .isEqualTo(
                        expected
                                ? new Decision.Dial(1, "alice", "localhost")
                                : new Decision.NoMatch());
        assertThat(outcome.steps().getFirst())
                .isEqualTo(
                        "rule 1 ("
                                + match
                                + " "
                                + pattern
                                + ") "
                                + (expected
                                        ? "matched, dial alice@localhost"
                                        : "does not match " + dialled));
    }

    @ParameterizedTest(name = "{0} goes to {1}")
    @CsvSource({
        "alice, alice@localhost",
        "alice@localhost, alice@localhost",
        "alice@LOCALHOST, alice@localhost",
        "alice@local, alice@localhost",
        "sip:alice@localhost, alice@localhost",
        "SIP:bob@example.org, bob@example.org",
        "' alice@localhost ', alice@localhost",
        "localhost, 100@localhost",
        "local, 100@localhost",
        "${EXTEN}, 100@localhost",
        "${exten}@local, 100@localhost",
        "1${dst:1}, 100@localhost",
        "${EXTEN:9}, 100@localhost",
        "${fromuriuser}@example.org, bob@example.org",
        "${FromAor}, bob@example.org",
        "${fromname}, alice@localhost",
    })
    void aDestinationIsAnAccount(String parameters, String aor) {
        Dialled call = new Dialled("100", "alice", "bob", "example.org");
        Outcome outcome = rules(rule("exact", "100", parameters)).decide(call, DIRECTORY);

        int at = aor.indexOf('@');
        assertThat(outcome.decision())
                .isEqualTo(new Decision.Dial(1, aor.substring(0, at), aor.substring(at + 1)));
    }

    @ParameterizedTest(name = "{0}: {1} {2}")
    @CsvSource(
            delimiter = '|',
            value = {
                "carol@localhost | 404 | there is no account carol@localhost",
                "bob@localhost | 404 | there is no account bob@localhost",
                "example.org | 404 | there is no account 100@example.org",
                "0851234567@blueface | 480 | blueface is not a domain of this server, and providers"
                        + " are not available in this version",
                "blueface | 480 | there is no account blueface@localhost, and providers are not"
                        + " available in this version",
                "x@sip.example.com:5061 | 480 | sip.example.com:5061 is not a domain of this"
                        + " server, and providers are not available in this version",
            })
    void whatCannotBeDialledSaysWhy(String parameters, int status, String reason) {
        Outcome outcome = rules(rule("exact", "100", parameters)).decide(call("100"), DIRECTORY);

        assertThat(outcome.decision()).isEqualTo(new Decision.Unavailable(1, status, reason));
        assertThat(outcome.steps())
                .containsExactly(
                        "rule 1 (exact 100) matched, dial " + parameters + ", but " + reason,
                        "no rule is left");
    }

    @Test
    void theFirstRuleThatMatchesDecides() {
        RuleList rules =
                rules(
                        rule("exact", "101", "bob@example.org"),
                        rule("prefix", "1", "alice"),
                        rule("exact", "100", "100"));

        Outcome outcome = rules.decide(call("100"), DIRECTORY);

        assertThat(outcome.decision()).isEqualTo(new Decision.Dial(2, "alice", "localhost"));
        assertThat(outcome.steps())
                .containsExactly(
                        "rule 1 (exact 101) does not match 100",
                        "rule 2 (prefix 1) matched, dial alice@localhost");
    }

    @Test
    void aRuleThatCannotBeDialledGivesWayToTheNext() {
        RuleList rules =
                rules(rule("prefix", "1", "${EXTEN}@blueface"), rule("prefix", "10", "alice"));

        Outcome outcome = rules.decide(call("100"), DIRECTORY);

        assertThat(outcome.decision()).isEqualTo(new Decision.Dial(2, "alice", "localhost"));
        assertThat(outcome.steps())
                .containsExactly(
                        "rule 1 (prefix 1) matched, dial 100@blueface, but blueface is not a domain"
                            + " of this server, and providers are not available in this version",
                        "rule 2 (prefix 10) matched, dial alice@localhost");
    }

    @Test
    void aDialThatFailedGivesWayToTheNextRuleThatMatches() {
        RuleList rules =
                rules(
                        rule("prefix", "1", "alice"),
                        rule("exact", "9", "alice"),
                        rule("exact", "100", "100"));

        assertThat(rules.decideAfter(1, call("100"), DIRECTORY).decision())
                .isEqualTo(new Decision.Dial(3, "100", "localhost"));
        assertThat(rules.decideAfter(3, call("100"), DIRECTORY))
                .isEqualTo(new Outcome(new Decision.NoMatch(), List.of("no rule is left")));
    }

    @Test
    void noRulesMatchNothing() {
        assertThat(rules().decide(call("100"), DIRECTORY))
                .isEqualTo(new Outcome(new Decision.NoMatch(), List.of("no rule matched")));
    }

    @Test
    void aRuleThatCannotBeUsedNeverMatchesAndSaysSo() {
        Outcome outcome = rules(rule("regex", "1.*", "alice")).decide(call("100"), DIRECTORY);

        assertThat(outcome.decision()).isEqualTo(new Decision.NoMatch());
        assertThat(outcome.steps())
                .containsExactly(
                        "rule 1 (regex 1.*) cannot be used: match must be exact or prefix, not"
                                + " \"regex\".",
                        "no rule matched");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "in/exact/1/dial/a~direction~must be out, the only direction of this version, not"
                        + " \"in\".",
                "out/regex/1/dial/a~match~must be exact or prefix, not \"regex\".",
                "out/exact/1/reject/a~command~must be dial, the only command of this version, not"
                        + " \"reject\".",
                "out/exact//dial/a~pattern~must not be empty.",
                "out/exact/_/dial/a~pattern~must not be empty.",
                "out/prefix/1(2)/dial/a~pattern~must not hold \"(\", which has no meaning in a"
                        + " prefix.",
                "out/prefix/1]/dial/a~pattern~must not hold \"]\", which has no meaning in a"
                        + " prefix.",
                "out/prefix/1[2/dial/a~pattern~holds a set that is not like [2-9] or [135].",
                "out/prefix/1[]/dial/a~pattern~holds a set that is not like [2-9] or [135].",
                "out/prefix/1[9-2]/dial/a~pattern~holds a set that is not like [2-9] or [135].",
                "out/prefix/1[^2]/dial/a~pattern~holds a set that is not like [2-9] or [135].",
                "out/exact/1/dial/ ~parameters~must say what to dial: an account, or"
                        + " account@domain.",
                "out/exact/1/dial/a&b~parameters~must name one destination: several of them (&, |)"
                        + " and options ([...]) are not available in this version.",
                "out/exact/1/dial/#{x}~parameters~must not hold #{...}: a rule runs no Ruby; the"
                        + " variables are ${EXTEN}, ${DST}, ${FROMNAME}, ${FROMURIUSER} and"
                        + " ${FROMAOR}.",
                "out/exact/1/dial/${EXTEN~parameters~holds ${ without }.",
                "out/exact/1/dial/${ext}~parameters~holds ${ext}; the variables are ${EXTEN},"
                        + " ${DST}, ${FROMNAME}, ${FROMURIUSER} and ${FROMAOR}.",
                "out/exact/1/dial/${exten:x}~parameters~holds ${exten:x}; the variables are"
                        + " ${EXTEN}, ${DST}, ${FROMNAME}, ${FROMURIUSER} and ${FROMAOR}.",
            })
    void aWrongRuleNamesItsKey(String slashed, String key, String complaint) {
        String[] rule = slashed.split("/", -1);
        assertThat(Route.parse(new DialPlan.Rule(rule[0], rule[1], rule[2], rule[3], rule[4])))
                .isInstanceOfSatisfying(
                        Parsed.Wrong.class,
                        wrong -> {
                            assertThat(wrong.key()).isEqualTo(key);
                            assertThat(wrong.complaint()).isEqualTo(complaint);
                        });
    }

    @Test
    void theLimitsOfPatternsHold() {
        String longest = "1".repeat(Pattern.MAX_LENGTH);
        assertThat(Pattern.parse(Pattern.Extent.EXACT, longest)).isInstanceOf(Parsed.Good.class);
        assertThat(Pattern.parse(Pattern.Extent.EXACT, longest + "1"))
                .isEqualTo(
                        new Parsed.Wrong<Pattern>(
                                "pattern", "must not be longer than 128 characters."));
        assertThat(Template.parse("a".repeat(Template.MAX_LENGTH))).isInstanceOf(Parsed.Good.class);
        assertThat(Template.parse("a".repeat(Template.MAX_LENGTH + 1)))
                .isEqualTo(
                        new Parsed.Wrong<Template>(
                                "parameters", "must not be longer than 256 characters."));
    }

    @Test
    void directionMatchAndCommandAreReadInAnyCase() {
        assertThat(Route.parse(new DialPlan.Rule("Out", "Exact", "1", "Dial", "alice")))
                .isInstanceOf(Parsed.Good.class);
    }

    @Test
    void theCallersAddressIsAsMuchAsIsThere() {
        assertThat(new Dialled("1", "", "bob", "").fromAor()).isEqualTo("bob");
    }

    private static RuleList rules(DialPlan.Rule... rules) {
        return RuleList.of(new DialPlan("aaron", "main", "rules", "", List.of(rules)));
    }

    private static DialPlan.Rule rule(String match, String pattern, String parameters) {
        return new DialPlan.Rule("out", match, pattern, "dial", parameters);
    }

    private static Dialled call(String user) {
        return new Dialled(user, "", "alice", "localhost");
    }

    private static Account account(String name, String domain) {
        return new Account(
                "aaron", name, domain, Ha1.NONE, "", "", TransferMode.DENY, Optional.empty());
    }
}
