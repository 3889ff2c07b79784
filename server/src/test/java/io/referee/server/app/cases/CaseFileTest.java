package io.referee.server.app.cases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.referee.server.account.DirectorySnapshot;
import io.referee.server.app.apply.Apply;
import io.referee.server.app.document.BadConfiguration;
import io.referee.server.app.document.Document;
import io.referee.server.script.SharedScripts;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;

/// Files of cases: how they are read, and what they say when a plan does something else.
class CaseFileTest {
    private static final DirectorySnapshot PEOPLE =
            Apply.file(
                            Document.yaml(
                                    "people.yaml",
                                    """
                                    users:
                                      - name: aaron
                                        dialPlans:
                                          - name: simple
                                            type: rules
                                            rules:
                                              - {match: exact, pattern: "*100", command: dial, parameters: 0851234567@b.org}
                                              - {match: prefix, pattern: "1", command: dial, parameters: b.org}
                                              - {match: prefix, pattern: "1", command: dialAdvanced, parameters: "x@b.org[dt=5]", parameters2: 20, parameters3: 60}
                                              - {match: exact, pattern: "11", command: reject, parameters: 486}
                                              - {direction: in, time: "M;09:00-17:30", zone: Europe/Dublin, pattern: Joe, command: dial, parameters: desk@b.org}
                                              - {direction: in, toMatch: toSIPProvider, toMatchParameter: blue, command: reject, parameters: 603 No}
                                          - name: script
                                            type: ruby
                                            script: |
                                              sys.Dial("#{req.URI.User}@b.org", 20, 60) if sys.Out
                                              sys.Dial('desk@b.org') if sys.In && req.Header.From.FromName.to_s == 'Joe'
                                              sys.Dial('blue@b.org') if req.URI.User =~ /^blue\\./
                                              sys.Respond(486, 'Busy') if req.URI.User == '11'
                                              raise 'no' if req.URI.User == '12'
                                        accounts: [{name: bob, password: pb, in: script}]
                                    """),
                            DirectorySnapshot.of(
                                    List.of("localhost"), List.of(), List.of(), List.of()))
                    .directory();

    private static final ScriptPlayer SCRIPTS =
            new LocalScripts(PEOPLE, "aaron", "", _ -> SharedScripts.jruby());

    @Test
    void casesThatHoldPass() {
        List<CaseRun.Result> results =
                play(
                        """
                        plan: simple
                        zone: Europe/Dublin
                        cases:
                          - {name: Mum, from: alice, to: "*100", expect: [{dial: 0851234567@b.org}]}
                          - from: alice
                            to: "11"
                            expect:
                              - dial: 11@b.org
                              - {dial: " x@b.org [ dt=5 ] ", ring: 20, limit: 60}
                              - reject: 486
                          - {from: alice, to: "2", expect: []}
                          - {direction: in, from: "Joe <sip:joe@x.org>", to: bob, expect: [{dial: desk@b.org}]}
                          - {direction: in, from: joe@x.org, to: bob, at: "2026-07-20 17:30"}
                          - {direction: in, from: "Joe <joe@x.org>", to: bob, at: "2026-07-20T16:31:00Z"}
                          - {direction: in, from: "Joe <joe@x.org>", to: bob, at: "2026-07-20 16:31", expect: [{dial: desk@b.org}]}
                          - {direction: in, from: joe@x.org, to: blue.aaron, called: aaron, expect: [{reject: 603 No}]}
                          - {direction: in, from: joe@x.org, to: aaron, provider: blue, expect: [{reject: 603}]}
                        """);

        assertThat(results).hasSize(9).allMatch(CaseRun.Result::passed);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '^',
            value = {
                "{from: a, to: '*100'} ~ *100: expected nothing more, but got: dial"
                        + " 0851234567@b.org.",
                "{name: Mum, from: a, to: '*100', expect: [{dial: 1@b.org}]} ~ Mum: expected: dial"
                        + " 1@b.org, but got: dial 0851234567@b.org.",
                "{from: a, to: '*101', expect: [{dial: 1@b.org}]} ~ *101: expected: dial 1@b.org,"
                        + " but got: the end.",
                "{from: a, to: '11', expect: [{dial: b.org}, {dial: 'x@b.org[dt=5]'}]} ~ 11:"
                    + " expected: dial x@b.org[dt=5], but got: dial x@b.org[dt=5], ring 20, limit"
                    + " 60.",
                "{from: a, to: '11', expect: [{dial: b.org}, {dial: x@b.org, ring: 20, limit: 60}]}"
                        + " ~ 11: expected: dial x@b.org, ring 20, limit 60, but got: dial"
                        + " x@b.org[dt=5], ring 20, limit 60.",
                "{from: a, to: '1', expect: [{reject: 486}]} ~ 1: expected: reject 486, but got:"
                        + " dial b.org.",
                "{from: a, to: '1', plan: none} ~ there is no dial plan none.",
            })
    void aCaseThatDoesNotHoldSaysWhy(String one, String sentence) {
        CaseRun.Result result = play("plan: simple\ncases:\n  - " + one + "\n").getFirst();

        assertThat(result.passed()).isFalse();
        assertThat(result.failure()).isEqualTo("simple.cases.yaml, line 3:5: " + sentence);
    }

    @Test
    void casesOfAScriptThatHoldPass() {
        List<CaseRun.Result> results =
                play(
                        """
                        plan: script
                        cases:
                          - {from: bob, to: "5", expect: [{dial: 5@b.org, ring: 20, limit: 60}]}
                          - {from: bob, to: "11", expect: [{dial: 11@b.org, ring: 20, limit: 60}, {reject: 486 Busy}]}
                          - {direction: in, from: "Joe <joe@x.org>", to: bob, expect: [{dial: desk@b.org}]}
                          - {direction: in, from: joe@x.org, to: bob, expect: []}
                          - {direction: in, from: bob, to: blue.bob, called: bob, expect: [{dial: blue@b.org}]}
                        """);

        assertThat(results).allSatisfy(result -> assertThat(result.failure()).isEmpty()).hasSize(5);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '^',
            value = {
                "{from: bob, to: '5', expect: [{dial: 5@b.org}]} ~ 5: expected: dial 5@b.org, but"
                        + " got: dial 5@b.org, ring 20, limit 60.",
                "{from: bob, to: '5', expect: []} ~ 5: expected nothing more, but got: dial"
                        + " 5@b.org, ring 20, limit 60.",
                "{from: bob, to: '11', expect: [{dial: 11@b.org, ring: 20, limit: 60}]} ~ 11:"
                        + " expected nothing more, but got: reject 486 Busy.",
                "{from: bob, to: '12', expect: [{dial: 12@b.org, ring: 20, limit: 60}]} ~ 12:"
                        + " expected nothing more, but got: reject 500 Dial plan exception.",
                "{direction: in, from: a, to: eve, expect: []} ~ eve: there is no account"
                        + " eve@localhost.",
                "{direction: in, from: a, to: bob, provider: blue, expect: []} ~ bob: the key"
                        + " provider is for rules; a script sees it in the number, as in to:"
                        + " provider1.aaron with called: aaron.",
            })
    void aCaseOfAScriptThatDoesNotHoldSaysWhy(String one, String sentence) {
        CaseRun.Result result = play("plan: script\ncases:\n  - " + one + "\n").getFirst();

        assertThat(result.failure()).isEqualTo("simple.cases.yaml, line 3:5: " + sentence);
    }

    @Test
    void aCaseThatDoesNotHoldShowsWhatTheRulesSaid() {
        String one = "plan: simple\ncases: [{from: a, to: '*101', expect: [{reject: 404}]}]\n";

        assertThat(play(one).getFirst().steps())
                .first()
                .isEqualTo("rule 1 (exact *100) does not match *101");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '^',
            value = {
                "plan: p ~ this needs the key cases.",
                "{plan: p, cases: []} ~ cases must be 1 to 10000 cases.",
                "cases: [{from: a, to: b}] ~ this needs the key plan.",
                "{plan: p, cases: [{from: a}]} ~ cases[0] needs the key to.",
                "{plan: p, cases: [{to: a}]} ~ cases[0] needs the key from.",
                "{plan: p, cases: [{to: a, from: b, direction: up}]} ~ cases[0].direction must be"
                        + " in or out, not \"up\".",
                "{plan: p, cases: [{to: a, from: b, at: noon}]} ~ cases[0].at must be a time such"
                        + " as 2026-12-24 18:30, not \"noon\".",
                "{plan: p, zone: Mars, cases: [{to: a, from: b}]} ~ zone must be a time zone such"
                        + " as Europe/Dublin, not \"Mars\".",
                "{plan: p, cases: [{to: a, from: b, expects: []}]} ~ unknown key cases[0].expects;"
                        + " the nearest known one is cases[0].expect.",
                "{plan: p, cases: [{to: a, from: b, expect: [{dial: 'a@b:x'}]}]} ~"
                        + " cases[0].expect[0].dial is no dial string, at character 5: a port is a"
                        + " number from 1 to 65535, not \"x\".",
                "{plan: p, cases: [{to: a, from: b, expect: [{dial: a, ring: x}]}]} ~"
                        + " cases[0].expect[0].ring must be whole seconds, not \"x\".",
                "{plan: p, cases: [{to: a, from: b, expect: [{reject: busy}]}]} ~"
                    + " cases[0].expect[0].reject must be a status and perhaps a reason, such as"
                    + " 486 Busy Here, not \"busy\".",
                "{plan: p, cases: [{to: a, from: b, expect: [{reject: 486, dial: a}]}]} ~"
                        + " cases[0].expect[0].dial cannot stand beside reject.",
                "{plan: p, cases: [{to: a, from: b, expect: [{reject: 486}, {dial: a}]}]} ~"
                        + " cases[0].expect[1] comes after a rejection, which ends the run.",
            })
    void aWrongFileNamesLineAndKey(String text, String sentence) {
        assertThatExceptionOfType(BadConfiguration.class)
                .isThrownBy(() -> CaseFile.read(Document.yaml("f", text), "localhost"))
                .satisfies(
                        e ->
                                assertThat(e.sentence())
                                        .startsWith("f, line 1:")
                                        .endsWith(": " + sentence));
    }

    @Test
    void aFileSaysWhereItsPlansAre() {
        CaseFile file =
                CaseFile.read(
                        Document.yaml(
                                "f",
                                "{apply: people.yaml, owner: aaron, plan: p, cases: [{from: a, to:"
                                        + " b}]}"),
                        "localhost");

        assertThat(file.apply()).isEqualTo("people.yaml");
        assertThat(file.owner()).isEqualTo("aaron");
    }

    private static List<CaseRun.Result> play(String text) {
        CaseFile file = CaseFile.read(Document.yaml("simple.cases.yaml", text), "localhost");
        return new CaseRun(PEOPLE, "aaron", SCRIPTS).play(file);
    }
}
