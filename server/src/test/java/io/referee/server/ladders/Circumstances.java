package io.referee.server.ladders;

import io.referee.ladder.DatagramFate;
import io.referee.ladder.Medium;
import io.referee.server.account.Access;
import io.referee.server.account.Account;
import io.referee.server.account.DialPlan;
import io.referee.server.account.DirectorySnapshot;
import io.referee.server.account.Owner;
import io.referee.server.account.TransferMode;
import io.referee.server.transfer.OnFail;
import io.referee.server.transfer.TransferLimits;
import io.referee.server.transfer.TransferSettings;
import io.referee.server.transfer.TransferSettings.CallerId;
import io.referee.server.transfer.TransferSettings.MediaRules;
import io.referee.server.transfer.TransferSettings.ParkRules;
import io.referee.server.transfer.TransferSettings.PassRules;
import io.referee.server.transfer.TransferSettings.RecoveryRules;
import io.referee.server.transfer.TransferSettings.ReplacesRules;
import io.referee.server.transfer.TransferSettings.Strategy;
import io.referee.sip.digest.Digest;
import io.referee.sip.digest.Ha1;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/// What chance gives a random history to begin with: the network, the accounts of the robots with
/// their plans, and the settings of the server.
final class Circumstances {
    static final String OWNER = "aaron";

    /// A number that stands for several stages of phones in the plans.
    static final String GROUP = "100";

    /// A number whose phones may send their callers elsewhere.
    static final String MOVING = "200";

    static final int FIRST_SLOT = 700;
    static final int LAST_SLOT = 702;

    private static final String PLAN = "main";
    private static final String TRANSFERS = "transfer";
    private static final List<TransferMode> MODES =
            List.of(
                    TransferMode.CONSUME,
                    TransferMode.CONSUME,
                    TransferMode.CONSUME,
                    TransferMode.PASS,
                    TransferMode.PASS,
                    TransferMode.ASK,
                    TransferMode.ATTENDED,
                    TransferMode.DENY);

    /// With these, few histories come to the limits of an account.
    private static final TransferLimits GENEROUS =
            new TransferLimits(
                    50,
                    20,
                    200,
                    1_000,
                    List.of(),
                    Duration.ofHours(2),
                    List.of("+", "00", "0900"),
                    3);

    private final Random random;

    Circumstances(Random random) {
        this.random = random;
    }

    static String password(String account) {
        return account + "'s secret";
    }

    /// Perfect, or with loss, doubles and detours.
    Medium medium() {
        int loss = random.nextInt(3) == 0 ? 0 : random.nextInt(11);
        int doubles = random.nextInt(3) == 0 ? 0 : random.nextInt(11);
        int detour = random.nextInt(3) == 0 ? 1 : 1 + random.nextInt(200);
        long seed = random.nextLong();
        return index -> {
            Random fate = new Random(seed * 31 + index);
            fate.nextInt();
            Duration after = Duration.ofMillis(1 + fate.nextInt(detour));
            int dice = fate.nextInt(100);
            return dice < loss
                    ? new DatagramFate.Drop()
                    : dice < loss + doubles
                            ? new DatagramFate.DeliverTwice(
                                    after, after.plusMillis(1 + fate.nextInt(detour)))
                            : new DatagramFate.Deliver(after);
        };
    }

    // ---- accounts

    /// In a third of the histories all may transfer by REFER that the server carries out, but one.
    DirectorySnapshot directory() {
        DirectorySnapshot.Draft draft = DirectorySnapshot.empty(List.of(Names.DOMAIN)).draft();
        draft.put(new Owner(OWNER, "", List.of()));
        boolean alike = random.nextInt(3) == 0;
        for (int i = 1; i <= Simulation.ROBOTS; i++) {
            TransferMode mode =
                    !alike
                            ? MODES.get(random.nextInt(MODES.size()))
                            : i == Simulation.ROBOTS ? TransferMode.DENY : TransferMode.CONSUME;
            draft.put(account("p" + i, random.nextBoolean() ? PLAN : "", mode));
        }
        draft.put(plan(PLAN));
        if (random.nextBoolean()) {
            draft.put(plan(TRANSFERS));
        }
        return draft.snapshot();
    }

    private static Account account(String name, String plan, TransferMode mode) {
        Ha1 ha1 = new Digest().ha1(name, Names.DOMAIN, password(name));
        return new Account(
                OWNER, name, Names.DOMAIN, ha1, plan, "", mode, Optional.empty(), "", Access.USUAL);
    }

    private DialPlan plan(String name) {
        String group = any() + "&" + any() + "[dt=3]|" + any();
        String moving = any() + "[rm=f]" + (random.nextBoolean() ? "" : "&" + any() + "[rm=f]");
        return new DialPlan(
                OWNER,
                name,
                "rules",
                "",
                List.of(
                        World.rule("exact", GROUP, group),
                        World.rule("exact", MOVING, moving),
                        World.rule("prefix", "p", "${exten}@local")));
    }

    private String any() {
        return "p" + (1 + random.nextInt(Simulation.ROBOTS)) + "@local";
    }

    // ---- settings

    TransferSettings settings() {
        Duration parked = Duration.ofSeconds(10 + random.nextInt(50));
        TransferSettings rules =
                TransferSettings.STANDARD
                        .recovery(recovery(policy()))
                        .park(new ParkRules(FIRST_SLOT, LAST_SLOT, parked))
                        .replaces(new ReplacesRules(false, random.nextBoolean(), false))
                        .pass(new PassRules(random.nextBoolean(), false))
                        .media(media());
        return random.nextInt(3) == 0 ? rules : rules.limits(GENEROUS);
    }

    private MediaRules media() {
        Strategy[] all = Strategy.values();
        Strategy strategy = random.nextBoolean() ? Strategy.AUTO : all[random.nextInt(all.length)];
        return new MediaRules(strategy, false, Optional.empty(), random.nextInt(4) == 0);
    }

    /// What becomes of a transfer that fails.
    OnFail policy() {
        String chosen =
                List.of("restore", "hangup", "recall", "to:p1", "recall,to:p2,recall", "restore")
                        .get(random.nextInt(6));
        return OnFail.parse(chosen).orElseThrow();
    }

    private static RecoveryRules recovery(OnFail policy) {
        return new RecoveryRules(
                policy, true, true, false, CallerId.TRANSFEREE, Duration.ofSeconds(60));
    }
}
