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

/// What scripts may ask of the world outside. Each question waits on a thread of its own, so many
/// at once at most, and so many of one owner; the answer is given in the engine. A page that nobody
/// waits for any more is not read on. What cannot be had is nil for the script, with a line in the
/// log of its owner. *Any thread.*
public final class ScriptWorld implements PlanRunner.Outworld, AutoCloseable {
    /// The most questions to others that wait at once: pages, mail, numbers.
    static final int MAX_WAITING = 400;

    /// The most of them of one owner.
    static final int MAX_WAITING_OF_ONE = 50;

    /// Mails of one owner's plans in an hour: whoever calls an account whose plan mails has them
    /// sent.
    static final int MAX_MAILS_IN_AN_HOUR = 60;

    private static final int MAX_KEEPING = 400;
    private static final int MAX_KEEPING_OF_ONE = 100;

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
    private final Turnstile outside = new Turnstile(MAX_WAITING, MAX_WAITING_OF_ONE);
    private final Turnstile keeping = new Turnstile(MAX_KEEPING, MAX_KEEPING_OF_ONE);
    private final PerHour mailed = new PerHour(MAX_MAILS_IN_AN_HOUR);
    private final Fetching fetching = new Fetching();

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
        String verb = name.toLowerCase(Locale.ROOT);
        Turnstile places = KeptVerbs.has(verb) ? keeping : outside;
        if (!places.enter(run.owner())) {
            tell(run, reply, Outcome.failed(name + ": too many plans wait for the world outside"));
            return;
        }
        boolean page = isPage(verb);
        Thread thread =
                Thread.ofVirtual()
                        .unstarted(
                                () -> {
                                    Outcome outcome;
                                    try {
                                        outcome = outcome(run, name, new Given(arguments));
                                    } finally {
                                        places.leave(run.owner());
                                        if (page) {
                                            fetching.done(run);
                                        }
                                    }
                                    tell(run, reply, outcome);
                                });
        if (page) {
            fetching.start(run, thread);
        } else {
            thread.start();
        }
    }

    private static boolean isPage(String verb) {
        return verb.equals("webget") || verb.equals("webget2");
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
        fetching.over(run);
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
            case "webget", "webget2" -> page(run, given);
            case "email" -> email(run.owner(), given);
            case "enumlookup" -> Outcome.of(numbers.address(given.text(0)).orElse(null));
            default ->
                    KeptVerbs.has(verb)
                            ? verbs.answer(run, name, verb, given)
                            : Outcome.failed(name + NOT_HERE);
        };
    }

    private Outcome page(PlanRun run, Given given) throws InterruptedException {
        int seconds = given.seconds(1);
        Duration wait = seconds > 0 ? Duration.ofSeconds(seconds) : WebPages.MAX_WAIT;
        Duration most = wait.compareTo(WebPages.MAX_WAIT) > 0 ? WebPages.MAX_WAIT : wait;
        return switch (pages.get(run.owner(), given.text(0), most)) {
            case WebPages.Fetched.Page(String text) -> Outcome.of(text);
            case WebPages.Fetched.Failed(String why) ->
                    Outcome.failed("web page " + given.text(0) + ": " + why);
        };
    }

    private Outcome email(String owner, Given given) {
        if (mail.isEmpty()) {
            return Outcome.failed("Email" + NOT_HERE + ": no mail server is configured");
        }
        if (!mailed.admits(owner, clock.instant())) {
            return Outcome.failed("no mail: more than " + MAX_MAILS_IN_AN_HOUR + " in an hour");
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
