package io.referee.ladder;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// Plays one ladder on one stage. Used once, by one thread.
final class Runner<M> {
    private final Ladder ladder;
    private final Conditions conditions;
    private final Scene<M> scene;
    private final List<Step.Expect> tolerated = new ArrayList<>();
    private final List<Integer> deliveredBeforeLine = new ArrayList<>();
    private int atLine;

    Runner(Ladder ladder, Conditions conditions) {
        this.ladder = ladder;
        this.conditions = conditions;
        this.scene = Scene.with(conditions.medium());
    }

    Played play(StageFactory<M> stages) {
        try (Stage<M> stage = stages.open(scene)) {
            checkLegs(stage);
            for (Line line : ladder.lines()) {
                atLine = line.number();
                deliveredBeforeLine.add(scene.inboxes().delivered());
                play(stage, line.step());
            }
            settle(stage);
        } catch (LadderFailure failure) {
            throw failure;
        } catch (RuntimeException | AssertionError broken) {
            throw new LadderFailure(atLine, report(atLine, String.valueOf(broken)), broken);
        }
        History history = scene.history();
        return new Played(history.happenings(), history.datagrams());
    }

    private void checkLegs(Stage<M> stage) {
        for (Line line : ladder.lines()) {
            switch (line.step()) {
                case Step.Send(String leg, _) -> checkLeg(stage, line, leg);
                case Step.Expect(String leg, _, _) -> checkLeg(stage, line, leg);
                case Step.Advance _, Step.Heading _, Step.Remark _ -> {}
            }
        }
    }

    private void checkLeg(Stage<M> stage, Line line, String leg) {
        if (!stage.knows(leg)) {
            throw failure(line.number(), "the stage has no leg '" + leg + "'");
        }
    }

    private void play(Stage<M> stage, Step step) {
        switch (step) {
            case Step.Send(String leg, Words words) -> stage.send(leg, words);
            case Step.Expect expect -> expect(stage, expect);
            case Step.Advance(Duration duration) -> {
                scene.history().note(ladder.lines().get(atLine - 1).text().strip());
                scene.time().advance(duration);
            }
            case Step.Heading(String title) -> scene.history().note("== " + title);
            case Step.Remark _ -> {}
        }
    }

    private void expect(Stage<M> stage, Step.Expect expect) {
        boolean ordered = conditions.delivery() == Delivery.ORDERED;
        switch (expect.arriving()) {
            case NEXT -> await(stage, expect, ordered);
            case ANYWHERE -> await(stage, expect, false);
            case OPTIONAL -> tolerated.add(expect);
            case LOSABLE -> {
                if (conditions.delivery() == Delivery.LOSSY) {
                    tolerateLater(stage, expect);
                } else {
                    await(stage, expect, ordered);
                }
            }
        }
    }

    private void await(Stage<M> stage, Step.Expect expect, boolean ordered) {
        Instant deadline = scene.time().instant().plus(conditions.patience());
        while (!takeFitting(stage, expect, ordered)) {
            int before = scene.inboxes().delivered();
            if (!scene.time().runUntil(() -> scene.inboxes().delivered() > before, deadline)) {
                throw failure(atLine, missing(stage, expect));
            }
        }
    }

    /// Waits as long as where nothing is lost, so that a run goes as the plain one until its loss.
    private void tolerateLater(Stage<M> stage, Step.Expect expect) {
        Instant deadline = scene.time().instant().plus(Conditions.SHORT);
        while (!takeFitting(stage, expect, false)) {
            int before = scene.inboxes().delivered();
            if (!scene.time().runUntil(() -> scene.inboxes().delivered() > before, deadline)) {
                tolerated.add(expect);
                return;
            }
        }
    }

    private boolean takeFitting(Stage<M> stage, Step.Expect expect, boolean ordered) {
        for (Arrival<M> arrival : scene.inboxes().waiting(expect.leg())) {
            switch (stage.match(arrival.message(), expect.words())) {
                case Match.Matched _ -> {
                    take(stage, arrival);
                    return true;
                }
                case Match.Mismatch(String why) -> {
                    if (ordered && !tolerate(stage, arrival)) {
                        throw failure(atLine, mismatch(stage, expect, arrival, why));
                    }
                }
            }
        }
        return false;
    }

    private void take(Stage<M> stage, Arrival<M> arrival) {
        scene.inboxes().take(arrival);
        stage.taken(arrival);
    }

    /// Takes the message out if an earlier optional line allows it; each such line does so once.
    private boolean tolerate(Stage<M> stage, Arrival<M> arrival) {
        for (Step.Expect allowed : tolerated) {
            if (allowed.leg().equals(arrival.leg())
                    && stage.match(arrival.message(), allowed.words()) instanceof Match.Matched) {
                tolerated.remove(allowed);
                take(stage, arrival);
                return true;
            }
        }
        return false;
    }

    private void settle(Stage<M> stage) {
        scene.time().advance(conditions.settling());
        scene.inboxes().waiting().forEach(arrival -> tolerate(stage, arrival));
        List<Arrival<M>> unexpected = scene.inboxes().waiting();
        if (!unexpected.isEmpty()) {
            throw failure(lineWhen(unexpected.getFirst()), unexpected(stage, unexpected));
        }
    }

    /// The line that was being played when the message arrived.
    private int lineWhen(Arrival<M> arrival) {
        int line = 0;
        while (line < deliveredBeforeLine.size()
                && deliveredBeforeLine.get(line) <= arrival.number()) {
            line++;
        }
        return line;
    }

    private String missing(Stage<M> stage, Step.Expect expect) {
        List<Arrival<M>> waiting = scene.inboxes().waiting(expect.leg());
        String what = waiting.isEmpty() ? "nothing arrived at " : "nothing that fits arrived at ";
        StringBuilder text = new StringBuilder(what + expect.leg() + " within ");
        text.append(conditions.patience().toMillis()).append(" ms");
        text.append("\n  wanted: ").append(expect.words());
        for (Arrival<M> arrival : waiting) {
            text.append("\n  waits there: ").append(stage.describe(arrival.message()));
            if (stage.match(arrival.message(), expect.words()) instanceof Match.Mismatch(var why)) {
                text.append(" — ").append(why);
            }
        }
        return text.toString();
    }

    private String mismatch(Stage<M> stage, Step.Expect expect, Arrival<M> arrival, String why) {
        return "another message arrived at "
                + expect.leg()
                + "\n  wanted:  "
                + expect.words()
                + "\n  arrived: "
                + stage.describe(arrival.message())
                + "\n  because: "
                + why;
    }

    private String unexpected(Stage<M> stage, List<Arrival<M>> unexpected) {
        StringBuilder text = new StringBuilder("no line takes what arrived");
        for (Arrival<M> arrival : unexpected) {
            text.append("\n  unexpected: ").append(stage.describe(arrival.message()));
            text.append(" at ").append(arrival.leg());
            text.append(" after ").append(arrival.at().toMillis()).append(" ms");
            text.append(", while line ").append(lineWhen(arrival)).append(" was played");
        }
        return text.toString();
    }

    private LadderFailure failure(int line, String why) {
        return new LadderFailure(line, report(line, why), null);
    }

    private String report(int line, String why) {
        return new Report(ladder, conditions.name(), scene.history()).text(line, why);
    }
}
