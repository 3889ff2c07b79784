package io.referee.server.app.world;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.server.app.config.Mail;
import io.referee.server.event.CallFact;
import io.referee.server.event.DialPlanFact;
import io.referee.server.event.Event;
import io.referee.server.event.Fact;
import io.referee.server.event.SipMessageFact;
import io.referee.server.event.TraceBook;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// Which messages of a call are mailed, when, and to whom.
@Timeout(60)
class TraceMailTest {
    private static final String INVITE =
            "INVITE sip:5@example.org SIP/2.0\r\nAuthorization: Digest username=\"alice\","
                    + " response=\"0123456789abcdef0123456789abcdef\"\r\n\r\n";

    private final TraceBook traces = new TraceBook();
    private final BlockingQueue<String> told = new LinkedBlockingQueue<>();
    private final List<Runnable> later = new ArrayList<>();
    private FakeMailServer server;
    private TraceMail mail;
    private Instant now = Instant.EPOCH;
    private long seq;

    @BeforeEach
    void open() throws IOException {
        server = new FakeMailServer();
        mail = mailing(Mail.parse("smtp://127.0.0.1:" + server.port(), "pbx@example.org"));
    }

    @AfterEach
    void close() throws IOException {
        server.close();
    }

    private TraceMail mailing(Optional<Mail> with) {
        return new TraceMail(with, traces, later::add, (asked, text) -> told.add(text));
    }

    private void happens(String owner, String call, Fact fact) {
        Event event = new Event(++seq, now, owner, call, "chain", "", fact);
        traces.accept(event);
        mail.accept(event);
    }

    private void runLater() {
        later.forEach(Runnable::run);
        later.clear();
    }

    private static SipMessageFact message(boolean received, String text) {
        return new SipMessageFact(
                received,
                "udp",
                "192.0.2.1:5060",
                "198.51.100.1:5060",
                text.getBytes(StandardCharsets.UTF_8));
    }

    private static Fact created() {
        return new CallFact.Created("alice", "5");
    }

    private static Fact ended() {
        return new CallFact.Ended(200, "BYE");
    }

    private static Fact wanted(String to) {
        return new DialPlanFact.Traced("main", to);
    }

    private String heard() throws InterruptedException {
        String text = told.poll(30, TimeUnit.SECONDS);
        assertThat(text).as("what came of it").isNotNull();
        return text;
    }

    @Test
    void theMessagesOfACallAreMailedWhenItIsOver() throws Exception {
        happens("aaron", "c1", created());
        happens("aaron", "c1", message(true, INVITE));
        happens("aaron", "c1", wanted("al@example.org; bo@example.org"));
        happens("aaron", "c1", new DialPlanFact.Step("main", "dials bob"));
        happens("aaron", "c1", ended());
        happens("aaron", "c1", message(false, "SIP/2.0 200 OK\r\n\r\n"));
        assertThat(server.taken()).isEmpty();
        runLater();

        assertThat(heard()).isEqualTo("the trace was mailed to al@example.org; bo@example.org");
        String all = String.join("\n", server.taken());
        assertThat(all)
                .contains("RCPT TO:<al@example.org>", "RCPT TO:<bo@example.org>")
                .contains("Subject: Trace of call c1, dial plan main")
                .contains("udp 198.51.100.1:5060 -> 192.0.2.1:5060")
                .contains("INVITE sip:5@example.org SIP/2.0")
                .contains("udp 192.0.2.1:5060 -> 198.51.100.1:5060", "SIP/2.0 200 OK")
                .contains("dial plan main: dials bob")
                .doesNotContain("0123456789abcdef");
    }

    @Test
    void nobodyIsMailedOfACallThatNobodyWantsTraced() {
        happens("aaron", "c1", created());
        happens("aaron", "c1", message(true, INVITE));
        happens("aaron", "c1", ended());
        happens("aaron", "c2", created());
        happens("aaron", "c2", wanted("al@example.org"));
        happens("aaron", "c2", wanted(""));
        happens("aaron", "c2", ended());

        assertThat(later).isEmpty();
    }

    /// The plan of somebody who is called says so about a call that is not its owner's.
    @Test
    void anotherOwnersCallIsNotMailed() {
        happens("basil", "c1", created());
        happens("basil", "c1", message(true, INVITE));
        happens("aaron", "c1", wanted("al@example.org"));
        happens("basil", "c1", ended());

        assertThat(later).isEmpty();
    }

    @Test
    void withoutAMailServerItIsSaid() throws Exception {
        mail = mailing(Optional.empty());
        happens("aaron", "c1", created());
        happens("aaron", "c1", wanted("al@example.org"));
        happens("aaron", "c1", ended());
        runLater();

        assertThat(heard()).isEqualTo("no trace is mailed: no mail server is configured");
    }

    @Test
    void whatTheMailServerSaysIsTold() throws Exception {
        server.close();
        happens("aaron", "c1", created());
        happens("aaron", "c1", wanted("al@example.org"));
        happens("aaron", "c1", ended());
        runLater();

        assertThat(heard()).startsWith("no trace is mailed: ");
    }

    /// Whoever calls an account with such a plan has mail sent, as often as he likes.
    @Test
    void anOwnerGetsSoManyInAnHour() throws Exception {
        for (int i = 0; i < TraceMail.MAX_IN_AN_HOUR; i++) {
            traced("aaron", "c" + i);
        }
        assertThat(later).hasSize(TraceMail.MAX_IN_AN_HOUR);

        traced("aaron", "d");
        assertThat(later).hasSize(TraceMail.MAX_IN_AN_HOUR);
        assertThat(heard()).isEqualTo("no trace is mailed: more than 60 in an hour");

        traced("basil", "e");
        assertThat(later).hasSize(TraceMail.MAX_IN_AN_HOUR + 1);

        now = now.plus(Duration.ofHours(1));
        traced("aaron", "f");
        assertThat(later).hasSize(TraceMail.MAX_IN_AN_HOUR + 2);
    }

    private void traced(String owner, String call) {
        happens(owner, call, created());
        happens(owner, call, wanted("al@example.org"));
        happens(owner, call, ended());
    }
}
