package io.referee.server.script;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/// What a script says reaches its host, and the other way round.
class RoundTripTest {

    static List<Engines> engines() {
        return Engines.here();
    }

    @ParameterizedTest
    @MethodSource("engines")
    void dialRespondAndLogReachTheHost(Engines engine) {
        Played played =
                Played.play(
                        engine,
                        """
                        sys.Log "to #{req.URI.User}"
                        result = sys.Dial("bob@local", 30)
                        sys.Log("dial said #{result}, #{sys.LastFailureStatus} #{sys.LastFailureReason}")
                        sys.Respond(486, "Busy Here")
                        """,
                        Map.of(
                                "Dial",
                                new Played.Changing(
                                        "Failed",
                                        Map.of(
                                                "LastFailureStatus",
                                                503,
                                                "LastFailureReason",
                                                "No"))));

        assertThat(played.end().kind()).isEqualTo(ScriptEnd.Kind.FINISHED);
        assertThat(played.calls())
                .containsExactly("Dial[bob@local, 30]", "Respond[486, Busy Here]");
        assertThat(played.logsWithLines())
                .containsExactly("1 to *22", "3 dial said Failed, 503 No");
    }

    @ParameterizedTest
    @MethodSource("engines")
    void anAnswerMayComeLater(Engines engine) {
        Played played =
                Played.start(
                        engine.scripts(),
                        Played.run("sys.Log sys.Dial('a@b').to_s"),
                        Map.of("Dial", Played.NEVER));

        played.open().answer("TimedOut");

        assertThat(played.end().kind()).isEqualTo(ScriptEnd.Kind.FINISHED);
        assertThat(played.logs()).containsExactly("TimedOut");
    }

    @ParameterizedTest
    @MethodSource("engines")
    void aWaitingScriptIsStoppedPastItsRescue(Engines engine) {
        Played played =
                Played.start(
                        engine.scripts(),
                        Played.run(
                                """
                                begin
                                  sys.Dial("a@b")
                                rescue
                                  sys.Log "rescued"
                                ensure
                                  sys.Log "ensured #{$!.to_s =~ /Thread was being aborted./}"
                                end
                                sys.Log "after"
                                """),
                        Map.of("Dial", Played.NEVER));
        played.open();

        played.running().stop("answered");

        assertThat(played.end()).isEqualTo(ScriptEnd.of(ScriptEnd.Kind.STOPPED, "answered"));
        assertThat(played.logs()).containsExactly("ensured 0");
    }

    @ParameterizedTest
    @MethodSource("engines")
    void anErrorOfTheHostIsAnErrorInTheScript(Engines engine) {
        Played played =
                Played.play(
                        engine,
                        "begin; sys.Email('a', 'b', 'c'); rescue; sys.Log('got: ' + $!); end",
                        Map.of("Email", new IllegalStateException("too many emails")));

        assertThat(played.logs()).containsExactly("got: too many emails");
    }

    @ParameterizedTest
    @MethodSource("engines")
    void aScriptThatIsGivenMoreTimeGoesOn(Engines engine) {
        ScriptLimits brief =
                ScriptLimits.USUAL.within(Duration.ofSeconds(3), Duration.ofMinutes(5));
        Played played =
                Played.start(
                        engine.scripts(),
                        Played.run("sys.ExtendScriptTimeout(30)\nsleep 5\nsys.Log 'still here'")
                                .with(brief),
                        Map.of("ExtendScriptTimeout", Played.NEVER));

        Reply reply = played.open();
        played.running().deadline(Duration.ofSeconds(40));
        reply.answer(null);

        assertThat(played.end().kind()).isEqualTo(ScriptEnd.Kind.FINISHED);
        assertThat(played.calls()).containsExactly("ExtendScriptTimeout[30]");
        assertThat(played.logs()).containsExactly("still here");
    }

    @ParameterizedTest
    @MethodSource("engines")
    void whatTheServerFillsInIsReadAsPlansReadIt(Engines engine) {
        Map<String, Object> binding =
                Map.of(
                        "$text", "sip:a@10.1.2.3",
                        "ContactURI", Played.uri("a", "10.1.2.3"),
                        "MangledContactURI", Played.uri("a", "198.51.100.7:40000"));
        Played played =
                Played.play(
                        engine,
                        """
                        sys.Log sys.GetBindings("a", "local")[0].MangledContactURI.Host
                        sys.GetBindings().each { |it| sys.Log "#{it.ContactURI.ToString()}" }
                        sys.Log sys.IsAvailable ? "available" : "not"
                        sys.Log sys.WhoAmI()
                        if sys.Dial("a@local").to_s == "Redirect"
                          sys.Log sys.RedirectResponse.StatusCode.to_s + sys.RedirectResponse.ReasonPhrase
                          sys.Log "** " + sys.LastFailureMessage
                        end
                        """,
                        Map.of(
                                "GetBindings",
                                List.of(binding),
                                "IsAvailable",
                                true,
                                "Dial",
                                new Played.Changing(
                                        "Redirect",
                                        Map.of(
                                                "LastFailureMessage",
                                                "Moved",
                                                "RedirectResponse",
                                                Map.of(
                                                        "$text", "302 Moved",
                                                        "StatusCode", 302,
                                                        "ReasonPhrase", "Moved")))));

        assertThat(played.end().kind()).isEqualTo(ScriptEnd.Kind.FINISHED);
        assertThat(played.logs())
                .containsExactly(
                        "198.51.100.7:40000",
                        "sip:a@10.1.2.3",
                        "available",
                        "joe",
                        "302Moved",
                        "** Moved");
    }
}
