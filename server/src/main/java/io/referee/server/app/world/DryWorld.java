package io.referee.server.app.world;

import io.referee.server.account.PlanValueStore;
import io.referee.server.dialplan.dry.GivenAnswers;
import io.referee.server.dialplan.run.PlanRun;
import io.referee.server.dialplan.run.PlanRunner;
import io.referee.server.script.Reply;

import org.jspecify.annotations.Nullable;

import java.time.InstantSource;
import java.util.List;
import java.util.Locale;

/// The world outside for a dry run: what plans keep is read as it is, what they write is seen by
/// this run only, and nobody outside is asked: pages and numbers answer what whoever tries the plan
/// says. *The thread of the dry run.*
final class DryWorld implements PlanRunner.Outworld {
    private final Values values;
    private final KeptVerbs verbs;
    private final GivenAnswers answers;

    DryWorld(PlanValueStore kept, InstantSource clock, GivenAnswers answers) {
        this.values = new Values(new KeptAside(kept), clock);
        this.verbs = new KeptVerbs(values);
        this.answers = answers;
    }

    @Override
    public void ask(
            PlanRun run, String name, List<@Nullable Object> arguments, int line, Reply reply) {
        Outcome outcome = outcome(run, name, new Given(arguments));
        if (!outcome.note().isEmpty()) {
            run.step(outcome.note());
        }
        reply.answer(outcome.value());
    }

    @Override
    public void over(PlanRun run) {
        values.rollBack(run);
    }

    private Outcome outcome(PlanRun run, String name, Given given) {
        String verb = name.toLowerCase(Locale.ROOT);
        try {
            return switch (verb) {
                case "webget", "webget2" -> page(given.text(0));
                case "enumlookup" -> number(given.text(0));
                case "email" ->
                        Outcome.noted("would mail to " + given.text(0) + ": " + given.text(1));
                default ->
                        KeptVerbs.has(verb)
                                ? kept(run, name, verb, given)
                                : Outcome.failed(name + " is not available");
            };
        } catch (Values.Refused e) {
            return Outcome.failed(name + ": " + e.getMessage());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return Outcome.failed(name + " was interrupted");
        }
    }

    private Outcome kept(PlanRun run, String name, String verb, Given given)
            throws Values.Refused, InterruptedException {
        Outcome outcome = verbs.answer(run, name, verb, given);
        if (!outcome.note().isEmpty()) {
            return outcome;
        }
        return switch (verb) {
            case "dbwrite" -> Outcome.noted("would write " + given.text(0) + " = " + given.text(1));
            case "dbdelete" -> Outcome.noted("would delete " + given.text(0));
            default -> outcome;
        };
    }

    private Outcome page(String url) {
        return answers.page(url)
                .map(Outcome::of)
                .orElseGet(
                        () ->
                                Outcome.noted(
                                        "would fetch "
                                                + url
                                                + "; nil here, as no answer was given with web"));
    }

    private Outcome number(String number) {
        return answers.number(number)
                .map(Outcome::of)
                .orElseGet(
                        () ->
                                Outcome.noted(
                                        "would look up "
                                                + number
                                                + "; nil here, as no answer was given with enum"));
    }
}
