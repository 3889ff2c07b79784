package io.referee.server.app.world;

import io.referee.server.app.config.Mail;
import io.referee.server.event.CallFact;
import io.referee.server.event.DialPlanFact;
import io.referee.server.event.Event;
import io.referee.server.event.SipMessageFact;
import io.referee.server.event.TraceBook;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/// Mails the messages of calls whose plans want that (`sys.Trace`, `sipsorcery.md` 2.8), when they
/// are over: attach it to the event stream behind the [TraceBook]. What is mailed is what the
/// plan's owner may see of the call in its ladder, with those that it was merged with: messages of
/// calls of his own, stars in place of secrets. *Engine thread only*; the mail leaves on a thread
/// of its own.
public final class TraceMail implements Consumer<Event> {
    /// Calls whose trace is wanted; beyond that, the oldest is forgotten.
    static final int MAX_WANTED = 10_000;

    /// The longest text, in characters; what is longer is cut off.
    static final int MAX_TEXT = 1 << 20;

    /// Traces of one owner in an hour: whoever calls an account whose plan wants them has them
    /// sent.
    static final int MAX_IN_AN_HOUR = 60;

    private static final int MAX_SENDING = 20;
    private static final int MAX_SENDING_OF_ONE = 5;

    private final Optional<MailSender> mail;
    private final TraceBook traces;
    private final Executor later;
    private final BiConsumer<Event, String> told;
    private final Turnstile sending = new Turnstile(MAX_SENDING, MAX_SENDING_OF_ONE);
    private final Map<Key, Event> wanted = new LinkedHashMap<>();

    private final PerHour mailed = new PerHour(MAX_IN_AN_HOUR);

    /// A call, as one of those sees it whose plans it went through.
    private record Key(String call, String owner) {
        static Key of(Event event) {
            return new Key(event.call(), event.owner());
        }
    }

    /// @param server who takes mail; empty for nobody
    /// @param later runs something when the last messages of a call that is over have come
    /// @param told takes what came of it, in words, with the event that asked for it; any thread
    public TraceMail(
            Optional<Mail> server,
            TraceBook traces,
            Executor later,
            BiConsumer<Event, String> told) {
        this.mail = server.map(MailSender::new);
        this.traces = traces;
        this.later = later;
        this.told = told;
    }

    @Override
    public void accept(Event event) {
        switch (event.fact()) {
            case DialPlanFact.Traced asked -> want(event, asked);
            case CallFact.Ended _ -> over(event);
            default -> {} // nothing else begins or ends a trace
        }
    }

    private void want(Event event, DialPlanFact.Traced asked) {
        if (asked.to().isEmpty()) {
            wanted.remove(Key.of(event));
            return;
        }
        wanted.put(Key.of(event), event);
        if (wanted.size() > MAX_WANTED) {
            wanted.remove(wanted.keySet().iterator().next());
        }
    }

    /// The stream that a call ends in is that of its owner; whoever else's plan it went through may
    /// not see it.
    private void over(Event ended) {
        Event asked = wanted.isEmpty() ? null : wanted.remove(Key.of(ended));
        if (asked != null && asked.fact() instanceof DialPlanFact.Traced trace) {
            if (mailed.admits(ended.owner(), ended.at())) {
                later.execute(() -> mail(asked, trace));
            } else {
                told.accept(
                        asked, "no trace is mailed: more than " + MAX_IN_AN_HOUR + " in an hour");
            }
        }
    }

    private void mail(Event asked, DialPlanFact.Traced trace) {
        if (mail.isEmpty()) {
            told.accept(asked, "no trace is mailed: no mail server is configured");
        } else if (!sending.enter(asked.owner())) {
            told.accept(asked, "no trace is mailed: too many wait");
        } else {
            MailSender sender = mail.get();
            Thread.startVirtualThread(
                    () -> {
                        try {
                            told.accept(asked, sent(sender, asked, trace));
                        } finally {
                            sending.leave(asked.owner());
                        }
                    });
        }
    }

    private String sent(MailSender sender, Event asked, DialPlanFact.Traced trace) {
        String subject = "Trace of call " + asked.call() + ", dial plan " + trace.plan();
        MailSender.Letter letter = new MailSender.Letter(trace.to(), subject, text(asked), false);
        String why = sender.send(letter, MAX_TEXT);
        return why.isEmpty()
                ? "the trace was mailed to " + trace.to()
                : "no trace is mailed: " + why;
    }

    private String text(Event asked) {
        StringBuilder text = new StringBuilder(8_192);
        List<Event> events = traces.together(asked.call());
        for (Event event : events) {
            if (event.owner().equals(asked.owner()) && text.length() < MAX_TEXT) {
                append(text, event);
            }
        }
        if (text.isEmpty()) {
            text.append("No messages of this call were kept (setting trace).\r\n");
        }
        return text.toString();
    }

    private static void append(StringBuilder text, Event event) {
        switch (event.fact()) {
            case SipMessageFact message -> {
                text.append(event.at()).append(' ').append(message.transport()).append(' ');
                text.append(message.received() ? message.remote() : message.local());
                text.append(" -> ");
                text.append(message.received() ? message.local() : message.remote());
                text.append("\r\n\r\n");
                text.append(new String(message.shown(), StandardCharsets.UTF_8)).append("\r\n");
            }
            case DialPlanFact.Step step ->
                    text.append(event.at())
                            .append(" dial plan ")
                            .append(step.plan())
                            .append(": ")
                            .append(step.text())
                            .append("\r\n\r\n");
            default -> {} // the ladder shows the rest
        }
    }
}
