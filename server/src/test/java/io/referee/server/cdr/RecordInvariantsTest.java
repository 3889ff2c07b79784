package io.referee.server.cdr;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.server.event.BridgeFact;
import io.referee.server.event.CallFact;
import io.referee.server.event.Event;
import io.referee.server.event.Fact;
import io.referee.server.event.LegFact;
import io.referee.server.event.TransferFact;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/// Random histories of calls and transfers: facts in any order that an engine (or a faulty one)
/// could give.
final class RecordInvariantsTest {
    private static final int HISTORIES = 5_000;

    @Test
    @DisplayName(
            "case 87: after any history each answered leg is covered by segments that do not"
                    + " overlap, and nobody else pays")
    void whateverHappensEachAnsweredLegIsCoveredOnceAndNobodyElsePays() {
        long seed = Long.getLong("seed", System.nanoTime());
        for (int i = 0; i < HISTORIES; i++) {
            new History(seed + i).run();
        }
    }

    @Test
    void aRestartAtAnyMomentKeepsTheInvariants() {
        long seed = Long.getLong("seed", System.nanoTime());
        for (int i = 0; i < HISTORIES; i++) {
            new History(seed + i).runAndDie();
        }
    }

    private static final class History {
        private static final List<String> GROUPS = List.of("G", "H", "I");
        private static final List<String> HEARD = List.of("music", "ringback", "app", "nothing");

        private final long seed;
        private final Random random;
        private final Facts.Book book = new Facts.Book();
        private final RecordKeeper keeper = new RecordKeeper(book);
        private final Map<String, Instant> firstAnswer = new HashMap<>();
        private final Map<String, String> payers = new HashMap<>();
        private final Map<String, String> groupOf = new HashMap<>();
        private final List<String> legs = new ArrayList<>();
        private final List<String> transfers = new ArrayList<>();
        private Instant now = Facts.START;
        private long seq;

        History(long seed) {
            this.seed = seed;
            this.random = new Random(seed);
        }

        void run() {
            live();
            for (String leg : legs) {
                emit(leg, new LegFact.Ended(200, "peer", "BYE"));
            }
            check();
        }

        void runAndDie() {
            live();
            book.save(Restart.close(book.open(), now));
            check();
        }

        private void live() {
            emit("", new CallFact.Created("sip:a@x", "sip:b@x"));
            newLeg("inbound");
            newLeg("dial");
            for (int i = 0, steps = random.nextInt(40); i < steps; i++) {
                step();
            }
        }

        private void step() {
            tick();
            String leg = any(legs);
            switch (random.nextInt(18)) {
                case 0 -> newLeg(transfers.isEmpty() ? "dial" : "transfer:" + any(transfers));
                case 1 -> emit(leg, new LegFact.Ringing(180));
                case 2, 3, 4 -> emit(leg, new LegFact.Answered("l", "r"));
                case 5 -> emit(leg, new LegFact.Ended(200, "peer", "BYE"));
                case 6, 7, 8 -> emit("", new BridgeFact.Started(leg, any(legs), "dial"));
                case 9 -> emit("", new BridgeFact.Ended(leg, any(legs)));
                case 10, 11 ->
                        emit("", new BridgeFact.Direction(leg, any(legs), random.nextBoolean()));
                case 12 -> {
                    String id = "T" + transfers.size();
                    transfers.add(id);
                    emit(
                            leg,
                            new TransferFact.Requested(
                                    id,
                                    "api",
                                    "blind",
                                    leg,
                                    any(legs),
                                    "sip:c@x",
                                    "mallory",
                                    "",
                                    Optional.empty(),
                                    Optional.empty()));
                }
                case 13, 14 -> emit(leg, new LegFact.Hears(any(HEARD)));
                case 15 -> linkStep(leg);
                default -> transferStep();
            }
        }

        private void linkStep(String leg) {
            String other = any(GROUPS);
            String because = transfers.isEmpty() ? "" : any(transfers);
            emit(
                    leg,
                    random.nextBoolean()
                            ? new CallFact.Merged(other, other, leg, because)
                            : new CallFact.Related(because, other));
        }

        private void transferStep() {
            if (transfers.isEmpty()) {
                return;
            }
            String id = any(transfers);
            emit(
                    "",
                    switch (random.nextInt(6)) {
                        case 0 -> new TransferFact.Accepted(id);
                        case 1 -> new TransferFact.Answered(id, any(legs));
                        case 2 -> new TransferFact.Completed(id, 200);
                        case 3 -> new TransferFact.Failed(id, "target", 486, "Busy Here");
                        case 4 -> new TransferFact.Returned(id, "restored");
                        default -> new TransferFact.Aborted(id, 487, "hung up");
                    });
        }

        /// Mostly forward, often not at all, now and then back.
        private void tick() {
            int millis =
                    random.nextInt(20) == 0
                            ? -random.nextInt(5_000)
                            : random.nextInt(3) * random.nextInt(10_000);
            now = now.plusMillis(millis);
        }

        private void newLeg(String createdBy) {
            String leg = "L" + legs.size();
            legs.add(leg);
            groupOf.put(leg, any(GROUPS));
            String payer = "payer-" + random.nextInt(3);
            payers.put(leg, payer);
            emit(leg, Facts.created(leg, "out", payer, createdBy));
        }

        private void emit(String leg, Fact fact) {
            String group = groupOf.getOrDefault(leg, "G");
            keeper.accept(new Event(++seq, now, "aaron", group, group, leg, fact));
            for (String id : legs) {
                LegRecord record = book.leg(id);
                if (record.answerAt() != null) {
                    firstAnswer.putIfAbsent(id, record.answerAt());
                }
            }
        }

        /// What all legs of a payer cost together is what the totals of the chains say: of
        /// whichever group a chain is asked for, each leg is in it once.
        private void checkTotals() {
            List<String> seen = new ArrayList<>();
            Map<String, BigDecimal> paid = new HashMap<>();
            List<String> left = new ArrayList<>(GROUPS);
            while (!left.isEmpty()) {
                String group = left.getFirst();
                left.remove(group);
                book.chain(group)
                        .ifPresent(
                                chain -> {
                                    left.removeAll(GroupLink.merged(group, chain.links()));
                                    chain.legs().forEach(leg -> seen.add(leg.legId()));
                                    chain.totals()
                                            .forEach((p, t) -> paid.merge(p, t, BigDecimal::add));
                                });
            }
            Map<String, BigDecimal> legByLeg = new HashMap<>();
            for (String id : legs) {
                LegRecord leg = book.leg(id);
                if (leg.answerAt() != null) {
                    legByLeg.merge(leg.payer(), Chain.seconds(leg.talked()), BigDecimal::add);
                }
            }
            assertThat(seen).as("legs of all chains, seed %d", seed).doesNotHaveDuplicates();
            assertThat(seen).as("legs, seed %d", seed).containsExactlyInAnyOrderElementsOf(legs);
            assertThat(paid).as("totals, seed %d", seed).isEqualTo(legByLeg);
        }

        private String any(List<String> of) {
            return of.get(random.nextInt(of.size()));
        }

        private void check() {
            for (String id : legs) {
                LegRecord leg = book.leg(id);
                assertThat(leg.endAt()).as("end of %s, seed %d", id, seed).isNotNull();
                assertThat(leg.payer()).isEqualTo(payers.get(id));
                assertThat(leg.answerAt())
                        .as("answer of %s, seed %d", id, seed)
                        .isEqualTo(firstAnswer.get(id));
                assertThat(leg.talked().isNegative())
                        .as("duration of %s, seed %d", id, seed)
                        .isFalse();
                checkCover(leg);
            }
            for (String group : groupOf.values()) {
                assertThat(book.call(group).endAt())
                        .as("end of %s, seed %d", group, seed)
                        .isNotNull();
            }
            checkTotals();
        }

        private void checkCover(LegRecord leg) {
            List<SegmentRecord> segments =
                    book.segments().stream()
                            .filter(s -> s.of(leg.legId()))
                            .sorted(
                                    Comparator.comparing(SegmentRecord::startAt)
                                            .thenComparing(SegmentRecord::endAt))
                            .toList();
            if (leg.answerAt() == null) {
                assertThat(segments)
                        .as("segments of unanswered %s, seed %d", leg.legId(), seed)
                        .isEmpty();
                return;
            }
            Instant covered = leg.answerAt();
            for (SegmentRecord segment : segments) {
                assertThat(segment.startAt())
                        .as("start in %s of %s, seed %d", segments, leg, seed)
                        .isEqualTo(covered);
                covered = segment.endAt();
            }
            assertThat(covered)
                    .as("cover %s of %s, seed %d", segments, leg, seed)
                    .isEqualTo(leg.endAt());
        }
    }
}
