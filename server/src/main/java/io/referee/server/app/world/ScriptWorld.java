package io.referee.server.app.world;

import io.referee.net.Dns;
import io.referee.net.NumberRules;
import io.referee.server.account.PlanValueStore;
import io.referee.server.app.config.Mail;
import io.referee.server.app.config.WebAccess;
import io.referee.server.dialplan.dry.GivenAnswers;
import io.referee.server.dialplan.run.PlanRun;
import io.referee.server.dialplan.run.PlanRunner;
import io.referee.server.script.Reply;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;

/// What scripts may ask of the world outside. Each question waits on a thread of its own, so many
/// at once at most; the answer is given in the engine. What cannot be had is nil for the script,
/// with a line in the log of its owner. *Any thread.*
public final class ScriptWorld implements PlanRunner.Outworld, AutoCloseable {
    /// The most questions that wait at once.
    static final int MAX_WAITING = 200;

    private static final Logger LOG = LoggerFactory.getLogger(ScriptWorld.class);
    private static final String NOT_HERE = " is not available";

    private final Executor engine;
    private final WebPages pages;
    private final Optional<MailSender> mail;
    private final NumberLookup numbers;
    private final Values values;
    private final KeptVerbs verbs;
    private final PlanValueStore kept;
    private final InstantSource clock;
    private final Semaphore free = new Semaphore(MAX_WAITING);

    /// What is there.
    ///
    /// @param web which pages may be fetched
    /// @param mail who takes mail; empty for nobody
    /// @param dns who is asked about numbers
    /// @param values where plans keep what they keep
    public record Surroundings(
            WebAccess web, Optional<Mail> mail, Dns dns, PlanValueStore values) {}

    /// @param engine runs something in the engine, in order
    public ScriptWorld(Executor engine, Surroundings around) {
        this(
                engine,
                around,
                new NumberLookup(new NumberRules(around.dns())::at),
                InstantSource.system());
    }

    ScriptWorld(Executor engine, Surroundings around, NumberLookup numbers, InstantSource clock) {
        this.engine = engine;
        this.pages = new WebPages(around.web());
        this.mail = around.mail().map(MailSender::new);
        this.numbers = numbers;
        this.kept = around.values();
        this.clock = clock;
        this.values = new Values(kept, clock);
        this.verbs = new KeptVerbs(values);
    }

    @Override
    public void ask(
            PlanRun run, String name, List<@Nullable Object> arguments, int line, Reply reply) {
        if (!free.tryAcquire()) {
            tell(run, reply, Outcome.failed(name + ": too many plans wait for the world outside"));
            return;
        }
        Thread.startVirtualThread(
                () -> {
                    try {
                        tell(run, reply, outcome(run, name, new Given(arguments)));
                    } finally {
                        free.release();
                    }
                });
    }

    /// The same world for a dry run: it reads what plans keep, changes nothing, and asks nobody.
    public PlanRunner.Outworld dry(GivenAnswers answers) {
        return new DryWorld(kept, clock, answers);
    }

    /// What plans keep, for others than plans.
    public PlanValueStore kept() {
        return new SharedValues(kept, values);
    }

    @Override
    public void over(PlanRun run) {
        values.rollBack(run);
    }

    private void tell(PlanRun run, Reply reply, Outcome outcome) {
        engine.execute(
                () -> {
                    if (!outcome.note().isEmpty()) {
                        run.step(outcome.note());
                    }
                    reply.answer(outcome.value());
                });
    }

    private Outcome outcome(PlanRun run, String name, Given given) {
        try {
            return answer(run, name, given);
        } catch (Values.Refused e) {
            return Outcome.failed(name + ": " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Outcome.failed(name + " was interrupted");
        } catch (RuntimeException e) {
            LOG.warn("{} of the plan {} of {} failed", name, run.plan().name(), run.owner(), e);
            return Outcome.failed(name + " failed");
        }
    }

    private Outcome answer(PlanRun run, String name, Given given)
            throws Values.Refused, InterruptedException {
        String verb = name.toLowerCase(Locale.ROOT);
        return switch (verb) {
            case "webget", "webget2" -> page(given);
            case "email" -> email(given);
            case "enumlookup" -> Outcome.of(numbers.address(given.text(0)).orElse(null));
            default ->
                    KeptVerbs.has(verb)
                            ? verbs.answer(run, name, verb, given)
                            : Outcome.failed(name + NOT_HERE);
        };
    }

    private Outcome page(Given given) throws InterruptedException {
        int seconds = given.seconds(1);
        Duration wait = seconds > 0 ? Duration.ofSeconds(seconds) : WebPages.MAX_WAIT;
        Duration most = wait.compareTo(WebPages.MAX_WAIT) > 0 ? WebPages.MAX_WAIT : wait;
        return switch (pages.get(given.text(0), most)) {
            case WebPages.Fetched.Page(String text) -> Outcome.of(text);
            case WebPages.Fetched.Failed(String why) ->
                    Outcome.failed("web page " + given.text(0) + ": " + why);
        };
    }

    private Outcome email(Given given) {
        if (mail.isEmpty()) {
            return Outcome.failed("Email" + NOT_HERE + ": no mail server is configured");
        }
        MailSender.Letter letter =
                new MailSender.Letter(
                        given.text(0),
                        given.text(1),
                        given.text(2),
                        given.text(3).equalsIgnoreCase("true"));
        String why = mail.get().send(letter);
        return Outcome.failed(why.isEmpty() ? "mail to " + letter.to() : "no mail: " + why);
    }

    @Override
    public void close() {
        pages.close();
    }
}
