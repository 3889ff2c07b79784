package io.referee.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.sip.routing.Answer;
import io.referee.sip.routing.Question;
import io.referee.sip.routing.RecordType;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/// A real DNS server, and a clock and an engine that are the test's own.
@Timeout(60)
final class LookupsTest {
    private static final Question QUESTION = new Question("d.example", RecordType.A);

    private DnsServer server;
    private final Moment moment = new Moment();
    private final List<Answer> answers = new ArrayList<>();

    /// Tasks and commands run when the test says so.
    private static final class Moment implements Lookups.Turn {
        final ArrayDeque<Runnable> tasks = new ArrayDeque<>();
        final List<Runnable> alarms = new ArrayList<>();
        long nowNanos;

        void pass(Duration duration) {
            nowNanos += duration.toNanos();
        }

        void work() {
            while (!tasks.isEmpty()) {
                tasks.remove().run();
            }
        }

        @Override
        public void start(Runnable task) {
            tasks.add(task);
        }

        @Override
        public void later(Runnable command) {
            command.run();
        }

        @Override
        public void after(Duration wait, Runnable command) {
            alarms.add(command);
        }

        @Override
        public long nanos() {
            return nowNanos;
        }
    }

    @BeforeEach
    void begin() throws IOException {
        server = new DnsServer();
    }

    @AfterEach
    void end() throws IOException {
        server.close();
    }

    private Lookups lookups() {
        Dns dns =
                Dns.system()
                        .withServers(List.of(server.address()))
                        .withHosts(Path.of("/nowhere/hosts"));
        return new Lookups(new DnsSource(dns), moment, Limits.HostNames.STANDARD);
    }

    private void ask(Lookups lookups) {
        lookups.ask(QUESTION, answers::add);
        moment.work();
    }

    @Test
    void anAnswerIsAskedForAgainWhenItsTimeIsOver() {
        server.record("d.example 30 A 192.0.2.1");
        Lookups lookups = lookups();
        ask(lookups);
        moment.pass(Duration.ofSeconds(29));
        ask(lookups);
        assertThat(server.asked()).hasSize(1);
        moment.pass(Duration.ofSeconds(1));
        ask(lookups);
        assertThat(server.asked()).hasSize(2);
        assertThat(answers).hasSize(3).allMatch(Answer.Records.class::isInstance);
    }

    /// RFC 2308 §5.
    @Test
    void thatANameDoesNotExistIsRememberedToo() {
        server.negative(10);
        Lookups lookups = lookups();
        ask(lookups);
        server.record("d.example 30 A 192.0.2.1");
        moment.pass(Duration.ofSeconds(9));
        ask(lookups);
        assertThat(server.asked()).hasSize(1);
        moment.pass(Duration.ofSeconds(1));
        ask(lookups);
        assertThat(answers)
                .startsWith(Answer.NO_NAME, Answer.NO_NAME)
                .last()
                .isInstanceOf(Answer.Records.class);
    }

    @Test
    void aFailureIsNotAskedForAgainAtOnce() {
        server.fail("d.example");
        Lookups lookups = lookups();
        ask(lookups);
        moment.pass(Duration.ofSeconds(4));
        ask(lookups);
        assertThat(server.asked()).hasSize(1);
        moment.pass(Duration.ofSeconds(1));
        ask(lookups);
        assertThat(server.asked()).hasSize(2);
    }

    @Test
    void whoAsksTheSameWaitsWithTheFirst() {
        server.record("d.example 30 A 192.0.2.1");
        Lookups lookups = lookups();
        for (int i = 0; i < 10; i++) {
            lookups.ask(QUESTION, answers::add);
        }
        assertThat(moment.tasks).hasSize(1);
        moment.work();
        assertThat(answers).hasSize(10);
        assertThat(server.asked()).hasSize(1);
    }

    @Test
    void anAnswerThatComesTooLateIsRememberedForTheNext() {
        server.record("d.example 30 A 192.0.2.1");
        Lookups lookups = lookups();
        lookups.ask(QUESTION, answers::add);
        moment.alarms.getFirst().run();
        assertThat(answers).containsExactly(Answer.FAILED);
        moment.work();
        lookups.ask(QUESTION, answers::add);
        assertThat(answers).hasSize(2).last().isInstanceOf(Answer.Records.class);
    }

    @Test
    void whatIsKnownCanBeSeen() {
        server.record("d.example 30 A 192.0.2.1");
        Lookups lookups = lookups();
        ask(lookups);
        assertThat(lookups.known())
                .containsExactly(
                        new KnownName(QUESTION, answers.getFirst(), Duration.ofSeconds(30)));
    }
}
