package io.referee.server.app.cases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.referee.server.account.DirectorySnapshot;
import io.referee.server.app.apply.Apply;
import io.referee.server.app.document.BadConfiguration;
import io.referee.server.app.document.Document;
import io.referee.server.script.SharedScripts;

import org.junit.jupiter.api.Test;

import java.util.List;

/// Cases with phones that answer, refuse, ring and are not there: what a plan does after that.
class CasePhonesTest {
    private static final DirectorySnapshot PEOPLE =
            Apply.file(
                            Document.yaml(
                                    "people.yaml",
                                    """
                                    users:
                                      - name: aaron
                                        providers: [{name: blue, server: sip.blue.example, username: u, password: p}, {name: azure, server: sip.blue.example, username: v, password: p}]
                                        accounts: [{name: alice, password: pa}, {name: bob, password: pb}]
                                        dialPlans:
                                          - name: rules
                                            type: rules
                                            rules:
                                              - {match: prefix, pattern: "1", command: dialAdvanced, parameters: "bob@local[dt=5]&1@blue", parameters2: 20}
                                              - {match: prefix, pattern: "1", command: dial, parameters: 2@blue}
                                          - name: both
                                            type: rules
                                            rules:
                                              - {match: exact, pattern: "1", command: dial, parameters: 1@blue|01@azure}
                                              - {match: exact, pattern: "2", command: dial, parameters: 1@azure|01@blue}
                                              - {match: exact, pattern: "3", command: dial, parameters: 1@sip.blue.example}
                                          - {name: long, type: ruby, script: "sys.Dial('1@blue', 500)"}
                                          - name: script
                                            type: ruby
                                            script: |
                                              result = sys.Dial('bob@local&1@blue', 20).to_s
                                              sys.Respond(410, 'moved ' + sys.RedirectURI.User.to_s) if result == 'Redirect'
                                              sys.Respond(404, 'late') if result == 'TimedOut'
                                              sys.Respond(405, "no #{sys.LastFailureStatus}") if result == 'Failed'
                                              sys.Respond(406, 'nobody') if result == 'Error'
                                    """),
                            DirectorySnapshot.of(
                                    List.of("localhost"), List.of(), List.of(), List.of()))
                    .directory();

    @Test
    void aPlanGoesOnAsThePhonesHaveIt() {
        assertThat(
                        failures(
                                """
                                plan: script
                                cases:
                                  - {name: silence, from: alice, to: "1", expect: [{dial: bob@local&1@blue, ring: 20}, {reject: 404 late}]}
                                  - {name: one busy, from: alice, to: "1", phones: {bob: busy}, expect: [{dial: bob@local&1@blue, ring: 20}, {reject: 404 late}]}
                                  - {name: both busy, from: alice, to: "1", phones: {bob: busy, 1@blue: 503}, hears: 405 no 486, expect: [{dial: bob@local&1@blue, ring: 20}, {reject: 405}]}
                                  - {name: one says no for all, from: alice, to: "1", phones: {bob@local: declines}, expect: [{dial: bob@local&1@blue, ring: 20}, {reject: 405 no 603}]}
                                  - {name: answered, from: alice, to: "1", phones: {"*@blue": answers}, hears: 200, expect: [{dial: bob@local&1@blue, ring: 20}]}
                                  - {name: redirected, from: alice, to: "1", phones: {bob: "redirects sip:carol@x.org", 1@blue: 404}, expect: [{dial: bob@local&1@blue, ring: 20}, {reject: 410 moved carol}]}
                                """))
                .isEmpty();
    }

    @Test
    void soDoesAListOfRules() {
        assertThat(
                        failures(
                                """
                                plan: rules
                                phones: {"*@blue": 404 Not Found}
                                cases:
                                  - {name: all no, from: alice, to: "1", hears: 404 Not Found, expect: [{dial: "bob@local[dt=5]&1@blue", ring: 20}, {dial: 2@blue}]}
                                  - {name: later, from: alice, to: "1", phones: {bob: answers}, hears: 200, expect: [{dial: "bob@local[dt=5]&1@blue", ring: 20}]}
                                  - {name: first, from: alice, to: "1", phones: {1@blue: answers, bob: rings}, hears: 200 OK, expect: [{dial: "bob@local[dt=5]&1@blue", ring: 20}]}
                                  - {name: said for all who ring, from: alice, to: "1", phones: {1@blue: declines}, hears: 404, expect: [{dial: "bob@local[dt=5]&1@blue", ring: 20}, {dial: 2@blue}]}
                                  - {name: redirected and silence, from: alice, to: "1", phones: {bob: "redirects sip:carol@x.org", "*@blue": rings}, hears: 480, expect: [{dial: "bob@local[dt=5]&1@blue", ring: 20}, {dial: 2@blue}]}
                                  - {name: silence, from: alice, to: "1", phones: {bob: rings, 2@blue: rings}, hears: 480, expect: [{dial: "bob@local[dt=5]&1@blue", ring: 20}, {dial: 2@blue}]}
                                """))
                .isEmpty();
    }

    @Test
    void twoProvidersWithOneServerAreNotMistakenForEachOther() {
        assertThat(
                        failures(
                                """
                                plan: both
                                phones: {"*@blue": 404, "*@azure": answers}
                                cases:
                                  - {name: the second, from: alice, to: "1", hears: 200, expect: [{dial: 1@blue|01@azure}]}
                                  - {name: the first, from: alice, to: "2", hears: 200, expect: [{dial: 1@azure|01@blue}]}
                                  - {name: neither, from: alice, to: "1", phones: {"*@azure": busy}, hears: 486, expect: [{dial: 1@blue|01@azure}]}
                                  - {name: a name beats a provider, from: alice, to: "1", phones: {1@sip.blue.example: answers, "*@azure": 410}, hears: 200, expect: [{dial: 1@blue|01@azure}]}
                                  - {name: the server itself, from: alice, to: "3", phones: {"*@sip.blue.example": 410}, hears: 410, expect: [{dial: 1@sip.blue.example}]}
                                """))
                .isEmpty();
    }

    @Test
    void aScriptThatWantsToRingForLongerRingsAsLongAsADialMay() {
        assertThat(
                        failures(
                                """
                                plan: long
                                cases: [{from: alice, to: "1", hears: 480, expect: [{dial: 1@blue, ring: 180}]}]
                                """))
                .isEmpty();
    }

    @Test
    void whatAProviderSaysIsNotTakenForSilence() {
        assertThat(
                        failures(
                                """
                                plan: script
                                cases:
                                  - {name: out of order, from: alice, to: "1", phones: {bob: absent, 1@blue: 503}, hears: 405 no 503, expect: [{dial: bob@local&1@blue, ring: 20}, {reject: 405}]}
                                  - {name: given up there, from: alice, to: "1", phones: {bob: absent, 1@blue: 408}, hears: 405 no 408, expect: [{dial: bob@local&1@blue, ring: 20}, {reject: 405}]}
                                """))
                .isEmpty();
    }

    @Test
    void aCaseThatHearsSomethingElseSaysSo() {
        assertThat(
                        failures(
                                """
                                plan: script
                                cases: [{from: alice, to: "1", phones: {bob: answers}, hears: 486, expect: [{dial: bob@local&1@blue, ring: 20}]}]
                                """))
                .containsExactly(
                        "phones.cases.yaml, line 2:9: 1: expected that the caller hears 486, but"
                                + " got: 200 OK.");
    }

    @Test
    void aPhoneThatDoesSomethingElseIsComplainedOf() {
        assertThatExceptionOfType(BadConfiguration.class)
                .isThrownBy(
                        () ->
                                failures(
                                        "plan: script\n"
                                                + "phones: {bob: sings}\n"
                                                + "cases: [{from: a, to: b}]"))
                .withMessageContaining("line 2")
                .withMessageContaining("bob must be absent, rings, answers");
        assertThatExceptionOfType(BadConfiguration.class)
                .isThrownBy(() -> failures("plan: script\nphones: bob\ncases: [{from: a, to: b}]"))
                .withMessageContaining("must be addresses and what they do");
    }

    private static List<String> failures(String text) {
        CaseFile file = CaseFile.read(Document.yaml("phones.cases.yaml", text), "localhost");
        ScriptPlayer scripts = new LocalScripts(PEOPLE, "aaron", "", _ -> SharedScripts.jruby());
        return new CaseRun(PEOPLE, "aaron", scripts)
                .play(file).stream()
                        .map(CaseRun.Result::failure)
                        .filter(it -> !it.isEmpty())
                        .toList();
    }
}
