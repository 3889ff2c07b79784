package io.referee.bench.script;

import io.referee.server.script.Reply;
import io.referee.server.script.Running;
import io.referee.server.script.ScriptEnd;
import io.referee.server.script.ScriptHost;
import io.referee.server.script.ScriptLimits;
import io.referee.server.script.ScriptRun;
import io.referee.server.script.Scripts;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// A plan that is run once: when it dialled, and how it ended. *Any thread.*
final class Script implements ScriptHost {
    private static final int PATIENCE_SECONDS = 120;

    private final long begun = System.nanoTime();
    private final CompletableFuture<Reply> dialled = new CompletableFuture<>();
    private final CompletableFuture<ScriptEnd> ended = new CompletableFuture<>();
    private volatile long dialledAfter;
    private volatile @Nullable Running running;

    /// Starts it; it goes on waiting in its dial until it is told.
    static Script start(Scripts scripts, String owner, String text) {
        Script made = new Script();
        ScriptRun run =
                ScriptRun.of(owner, "bench", text, variables())
                        .with(
                                ScriptLimits.USUAL.within(
                                        Duration.ofMinutes(5), Duration.ofMinutes(5)));
        made.running = scripts.start(run, made);
        return made;
    }

    /// About what the server tells a plan.
    private static Map<String, Object> variables() {
        Map<String, Object> account = Map.of("$text", "joe@localhost", "SIPUsername", "joe");
        Map<String, Object> from =
                Map.of(
                        "$text",
                        "\"Ann\" <sip:ann@home>",
                        "FromName",
                        "Ann",
                        "FromURI",
                        uri("ann", "home"));
        Map<String, Object> header =
                Map.of(
                        "$text",
                        "",
                        "From",
                        from,
                        "CallId",
                        "abc",
                        "UnknownHeaders",
                        List.of("X-One: 1"));
        Map<String, Object> request =
                Map.of(
                        "Method",
                        "INVITE",
                        "URI",
                        uri("103", "localhost"),
                        "Header",
                        header,
                        "Body",
                        "v=0\r\no=guest 1 1 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\n".repeat(3));
        return Map.of(
                "sys",
                Map.of("Out", true, "Username", "joe", "FromSIPAccount", account),
                "req",
                request);
    }

    private static Map<String, Object> uri(String user, String host) {
        String text = "sip:" + user + "@" + host;
        return Map.of("$text", text, "Scheme", "sip", "User", user, "Host", host);
    }

    @Override
    public void called(String name, List<@Nullable Object> arguments, int line, Reply reply) {
        if (name.equals("Dial")) {
            dialledAfter = System.nanoTime() - begun;
            dialled.complete(reply);
        } else if (name.equals("Respond") && running != null) {
            running.stop("the final response was given");
        } else {
            reply.answer(null);
        }
    }

    @Override
    public void logged(int line, String text) {}

    @Override
    public void ended(ScriptEnd end) {
        ended.complete(end);
        dialled.completeExceptionally(new IllegalStateException("ended as " + end));
    }

    /// When it has dialled.
    CompletableFuture<Reply> dialled() {
        return dialled;
    }

    /// From its start to its dial, in nanoseconds.
    long dialledAfter() {
        return dialledAfter;
    }

    /// What the server does when somebody answered.
    void answered() {
        Running it = running;
        if (it != null) {
            it.stop("answered");
        }
    }

    /// Waits until it is over.
    ScriptEnd end() throws InterruptedException {
        try {
            return ended.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (java.util.concurrent.ExecutionException
                | java.util.concurrent.TimeoutException e) {
            throw new IllegalStateException("a script does not end", e);
        }
    }
}
