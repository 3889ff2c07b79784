package io.referee.server.script;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// A script that was played with a host of the test: it answers each verb with what the test gave
/// for it, null else, and keeps what was said.
final class Played implements ScriptHost {
    /// For runs that wait for others while the machine is busy.
    static final ScriptLimits PATIENT =
            ScriptLimits.USUAL.within(Duration.ofMinutes(5), Duration.ofMinutes(5));

    /// An answer that never comes.
    static final Object NEVER = new Object();

    private final Map<String, Object> answers;
    private final List<String> calls = Collections.synchronizedList(new ArrayList<>());
    private final List<String> logs = Collections.synchronizedList(new ArrayList<>());
    private final List<Integer> lines = Collections.synchronizedList(new ArrayList<>());
    private final CompletableFuture<ScriptEnd> end = new CompletableFuture<>();
    private final CompletableFuture<Reply> open = new CompletableFuture<>();

    private Played(Map<String, Object> answers) {
        this.answers = answers;
    }

    static Map<String, Object> variables() {
        return Map.of(
                "sys",
                        Map.of(
                                "Out",
                                true,
                                "Username",
                                "joe",
                                "DialPlanName",
                                "main",
                                "FromSIPAccount",
                                Map.of("$text", "joe@local", "SIPUsername", "joe")),
                "req",
                        Map.of(
                                "Method",
                                "INVITE",
                                "URI",
                                uri("*22", "example.com"),
                                "Header",
                                header(),
                                "Body",
                                "v=0"));
    }

    static Map<String, Object> uri(String user, String host) {
        return Map.of(
                "$text",
                "sip:" + user + "@" + host,
                "Scheme",
                "sip",
                "User",
                user,
                "Host",
                host,
                "ToAOR",
                user + "@" + host);
    }

    private static Map<String, Object> header() {
        return Map.of(
                "$text",
                "",
                "From",
                Map.of(
                        "$text", "\"Ann\" <sip:ann@home>",
                        "FromName", "Ann",
                        "FromURI", uri("ann", "home")),
                "CallId",
                "abc",
                "UnknownHeaders",
                List.of("X-One: 1", "P-Two: two words"));
    }

    /// Starts a script with the usual variables.
    static Played start(Scripts scripts, ScriptRun run, Map<String, Object> answers) {
        Played played = new Played(answers);
        played.running = scripts.start(run, played);
        return played;
    }

    static Played start(Engines engine, String text) {
        return start(engine.scripts(), run(text), Map.of());
    }

    static ScriptRun run(String text) {
        return ScriptRun.of("joe", "main", text, variables()).with(PATIENT);
    }

    /// Plays a script to its end.
    static Played play(Engines engine, String text) {
        return play(engine, text, Map.of());
    }

    static Played play(Engines engine, String text, Map<String, Object> answers) {
        Played played = start(engine.scripts(), run(text), answers);
        played.end();
        return played;
    }

    private @Nullable Running running;

    Running running() {
        if (running == null) {
            throw new IllegalStateException("not started");
        }
        return running;
    }

    @Override
    public void called(String name, List<@Nullable Object> arguments, int line, Reply reply) {
        calls.add(name + arguments);
        Object answer = answers.get(name);
        if (answer == NEVER) {
            open.complete(reply);
        } else if (answer instanceof RuntimeException error) {
            reply.fail(String.valueOf(error.getMessage()));
        } else if (answer instanceof Changing changing) {
            reply.answer(changing.value(), changing.changed());
        } else {
            reply.answer(answer);
        }
    }

    /// An answer that changes members of sys, too.
    record Changing(Object value, Map<String, Object> changed) {}

    @Override
    public void logged(int line, String text) {
        logs.add(line + " " + text);
    }

    @Override
    public void traced(int line) {
        lines.add(line);
    }

    @Override
    public void ended(ScriptEnd ended) {
        end.complete(ended);
    }

    List<String> calls() {
        return List.copyOf(calls);
    }

    /// Texts of the log, without their lines.
    List<String> logs() {
        return logs.stream().map(it -> it.substring(it.indexOf(' ') + 1)).toList();
    }

    List<String> logsWithLines() {
        return List.copyOf(logs);
    }

    List<Integer> lines() {
        return List.copyOf(lines);
    }

    /// Waits until the script has asked for what is never answered.
    Reply open() {
        return within(open);
    }

    ScriptEnd end() {
        return within(end);
    }

    private static <T> T within(CompletableFuture<T> future) {
        try {
            return future.get(60, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new AssertionError("the script went on for a minute", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
