package io.referee.server.dialplan.dry;

import io.referee.server.account.Directory;
import io.referee.server.call.Failure;
import io.referee.server.call.Route;
import io.referee.server.call.Target;
import io.referee.server.dialplan.dry.GivenPhones.Behaviour;
import io.referee.server.dialplan.run.DialOrder;
import io.referee.sip.header.CSeq;
import io.referee.sip.header.NameAddr;
import io.referee.sip.header.Via;
import io.referee.sip.message.HeaderName;
import io.referee.sip.message.MessageBuilder;
import io.referee.sip.message.Method;
import io.referee.sip.message.Response;
import io.referee.sip.uri.SipUri;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Follows a route as a call would, but for ringing anybody: whoever is to be rung does what is
/// given of him, and the time of the run passes in a moment. *One thread, which waits for scripts.*
final class DryWalk {
    private static final Route.Refused ANSWERED = new Route.Refused(200, "OK");
    private static final NameAddr NOBODY =
            NameAddr.of(SipUri.of("anonymous", "anonymous.invalid", -1));
    private static final int MAX_STEPS = 1_000;

    private final Waiting waiting;
    private final GivenPhones phones;
    private final Directory directory;
    private final List<String> lines;
    private Instant now;
    private int steps;

    /// @param lines where it says when it was stopped
    DryWalk(DryRun.Surroundings around, Instant at, List<String> lines) {
        this.waiting = around.waiting();
        this.phones = around.given().phones();
        this.directory = around.directory();
        this.now = at;
        this.lines = lines;
    }

    /// When it is for the plan.
    Instant now() {
        return now;
    }

    /// What the caller hears at the end; 200 when somebody answers.
    Route.Refused walk(Route first) {
        Route route = first;
        while (steps++ < MAX_STEPS) {
            switch (route) {
                case Route.Refused refused -> {
                    return refused;
                }
                case Route.Ring ring -> {
                    Optional<Failure> failure = rung(ring);
                    if (failure.isEmpty()) {
                        ring.otherwise().over(Route.End.ANSWERED);
                        return ANSWERED;
                    }
                    Failure whole = ring.otherwise().whole(failure.get());
                    Optional<Route> next = ring.otherwise().next(whole);
                    if (next.isEmpty()) {
                        return Route.told(whole.status(), whole.reason());
                    }
                    route = next.get();
                }
                case Route.Deciding(Route.Course course) -> route = decided(course);
            }
        }
        return stopped("the dry run was stopped: the plan goes on and on");
    }

    private Route.Refused stopped(String why) {
        lines.add(why);
        return new Route.Refused(500, "Dry run was stopped");
    }

    // ---- ringing

    /// How one of those who ring ends.
    ///
    /// @param said his refusal, when he is no branch
    private record Ending(Instant at, int status, String reason, Optional<Failure.Rejected> said) {}

    /// Why nobody answered; empty when somebody did.
    private Optional<Failure> rung(Route.Ring ring) {
        Instant begin = now;
        Duration limit = ring.limit().isZero() ? DialOrder.MAX_RING : ring.limit();
        Instant deadline = begin.plus(limit);
        List<Ending> endings = new ArrayList<>();
        boolean silent = false;
        for (Target target : ring.targets()) {
            Behaviour behaviour = phones.of(target, directory);
            silent |= behaviour instanceof Behaviour.Rings;
            ending(target, behaviour, begin).ifPresent(endings::add);
        }
        for (Route.Branch branch : ring.branches()) {
            now = begin.plus(branch.options().delay());
            Route.Refused end = walk(branch.route());
            endings.add(new Ending(now, end.status(), end.reason(), Optional.empty()));
        }
        boolean timeUp = silent || endings.stream().anyMatch(it -> it.at().isAfter(deadline));
        List<Ending> heard =
                endings.stream().filter(it -> !timeUp || it.at().isBefore(deadline)).toList();
        return ended(heard, timeUp ? Optional.of(deadline) : Optional.empty(), begin);
    }

    private static Optional<Ending> ending(Target target, Behaviour behaviour, Instant begin) {
        Instant at = begin.plus(target.options().delay());
        return switch (behaviour) {
            case Behaviour.Absent _, Behaviour.Rings _ -> Optional.empty();
            case Behaviour.Answers _ -> Optional.of(new Ending(at, 200, "OK", Optional.empty()));
            case Behaviour.Refuses refuses ->
                    Optional.of(
                            new Ending(
                                    at,
                                    refuses.status(),
                                    refuses.reason(),
                                    Optional.of(new Failure.Rejected(target, response(refuses)))));
        };
    }

    /// With a tag: somebody said it, and not we because nobody did.
    private static Response response(Behaviour.Refuses refuses) {
        MessageBuilder builder =
                new MessageBuilder()
                        .pushVia(Via.own("UDP", "run.invalid", 5060, Via.MAGIC_COOKIE))
                        .from(NOBODY)
                        .to(NOBODY.withTag("dry"))
                        .callId("dry")
                        .cseq(new CSeq(1, Method.INVITE));
        if (!refuses.contact().isEmpty()) {
            builder.add(HeaderName.CONTACT, "<" + refuses.contact() + ">");
        }
        return builder.response(refuses.status(), refuses.reason());
    }

    /// @param timeUp when somebody still rings and is given up
    private Optional<Failure> ended(List<Ending> heard, Optional<Instant> timeUp, Instant begin) {
        Optional<Ending> answer =
                heard.stream()
                        .filter(it -> it.status() < 300)
                        .min(Comparator.comparing(Ending::at));
        Optional<Ending> global =
                heard.stream()
                        .filter(it -> it.status() >= 600)
                        .min(Comparator.comparing(Ending::at));
        Optional<Ending> first =
                answer.filter(it -> global.filter(no -> no.at().isBefore(it.at())).isEmpty());
        if (first.isPresent()) {
            now = first.get().at();
            return Optional.empty();
        }
        List<Failure.Rejected> rejected = heard.stream().flatMap(it -> it.said().stream()).toList();
        if (timeUp.isPresent() && global.isEmpty()) {
            now = timeUp.get();
            return Optional.of(new Failure(408, "Request Timeout", rejected, true));
        }
        now = heard.stream().map(Ending::at).max(Comparator.naturalOrder()).orElse(begin);
        return Optional.of(
                heard.stream()
                        .min(Comparator.comparingInt(it -> Failure.rank(it.status())))
                        .map(it -> new Failure(it.status(), it.reason(), rejected, false))
                        .orElse(new Failure(480, "Temporarily Unavailable", rejected, false)));
    }

    // ---- scripts

    private Route decided(Route.Course course) {
        Decision decision = new Decision();
        course.begin((status, reason, headers) -> {}, route -> decision.route = route);
        waiting.until(() -> decision.route != null);
        Route route = decision.route;
        if (route == null) {
            course.over(Route.End.GIVEN_UP);
            return stopped("the dry run was stopped: the script took too long");
        }
        return route;
    }

    private static final class Decision {
        private @Nullable Route route;
    }
}
