package io.referee.server.ladders;

import io.referee.ladder.DatagramFate;
import io.referee.ladder.Medium;
import io.referee.server.account.Access;
import io.referee.server.account.Account;
import io.referee.server.account.DialPlan;
import io.referee.server.account.DirectorySnapshot;
import io.referee.server.account.Owner;
import io.referee.server.account.TransferMode;
import io.referee.server.transfer.NotifyStyles;
import io.referee.server.transfer.NotifyStyles.NotifyStyle;
import io.referee.server.transfer.OnFail;
import io.referee.server.transfer.TransferLimits;
import io.referee.server.transfer.TransferSettings;
import io.referee.server.transfer.TransferSettings.AcceptCode;
import io.referee.server.transfer.TransferSettings.CallerId;
import io.referee.server.transfer.TransferSettings.MediaRules;
import io.referee.server.transfer.TransferSettings.ParkRules;
import io.referee.server.transfer.TransferSettings.PassRules;
import io.referee.server.transfer.TransferSettings.RecoveryRules;
import io.referee.server.transfer.TransferSettings.ReferRules;
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

    /// To whom the others are strangers.
    static final String STRANGER = "basil";

    private static final int OF_OWNER = 5;
    private static final int OF_STRANGER = 3;

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
    private final boolean strangers;
    private final boolean music;

    Circumstances(Random random) {
        this.random = random;
        this.strangers = random.nextInt(3) == 0;
        this.music = random.nextBoolean();
    }

    /// How many phones there are, the music not counted.
    int robots() {
        return strangers ? OF_OWNER + OF_STRANGER : OF_OWNER;
    }

    /// Whose account the phone with this number has.
    static String owner(int robot) {
        return robot <= OF_OWNER || robot == Jukebox.NUMBER ? OWNER : STRANGER;
    }

    /// One of those who have accounts.
    String someOwner() {
        return strangers && random.nextInt(3) == 0 ? STRANGER : OWNER;
    }

    /// The name of one of an owner's accounts.
    String someAccount(String owner) {
        return owner.equals(OWNER)
                ? "p" + (1 + random.nextInt(OF_OWNER))
                : "p" + (1 + OF_OWNER + random.nextInt(OF_STRANGER));
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
        boolean alike = random.nextInt(3) == 0;
        for (int i = 1; i <= robots(); i++) {
            TransferMode mode =
                    !alike
                            ? MODES.get(random.nextInt(MODES.size()))
                            : i == OF_OWNER ? TransferMode.DENY : TransferMode.CONSUME;
            draft.put(account(owner(i), "p" + i, random.nextBoolean() ? PLAN : "", mode));
        }
        draft.put(account(OWNER, Jukebox.USER, "", TransferMode.DENY));
        owner(draft, OWNER);
        if (strangers) {
            owner(draft, STRANGER);
        }
        return draft.snapshot();
    }

    private void owner(DirectorySnapshot.Draft draft, String owner) {
        draft.put(new Owner(owner, "", List.of()));
        draft.put(plan(owner, PLAN));
        if (random.nextBoolean()) {
            draft.put(plan(owner, TRANSFERS));
        }
    }

    private Account account(String owner, String name, String plan, TransferMode mode) {
        Ha1 ha1 = new Digest().ha1(name, Names.DOMAIN, password(name));
        String onFail = random.nextInt(3) == 0 ? policyText(owner) : "";
        return new Account(
                owner,
                name,
                Names.DOMAIN,
                ha1,
                plan,
                "",
                mode,
                Optional.empty(),
                onFail,
                Access.USUAL);
    }

    private DialPlan plan(String owner, String name) {
        String group = any(owner) + "&" + any(owner) + "[dt=3]|" + any(owner);
        String moving =
                any(owner) + "[rm=f]" + (random.nextBoolean() ? "" : "&" + any(owner) + "[rm=f]");
        return new DialPlan(
                owner,
                name,
                "rules",
                "",
                List.of(
                        World.rule("exact", GROUP, group),
                        World.rule("exact", MOVING, moving),
                        World.rule("prefix", "p", "${exten}@local")));
    }

    private String any(String owner) {
        return someAccount(owner) + "@local";
    }

    // ---- settings

    TransferSettings settings() {
        Duration parked = Duration.ofSeconds(10 + random.nextInt(50));
        TransferSettings rules =
                TransferSettings.STANDARD
                        .recovery(recovery(policy(strangers ? "" : OWNER)))
                        .park(new ParkRules(FIRST_SLOT, LAST_SLOT, parked))
                        .replaces(new ReplacesRules(false, random.nextBoolean(), false))
                        .pass(passing())
                        .refer(refers())
                        .media(media());
        return random.nextInt(3) == 0 ? rules : rules.limits(GENEROUS);
    }

    private PassRules passing() {
        Duration delay = Duration.ofSeconds(random.nextInt(3));
        return new PassRules(random.nextBoolean(), random.nextBoolean(), delay);
    }

    private ReferRules refers() {
        NotifyStyle[] styles = NotifyStyle.values();
        NotifyStyle style = styles[Math.max(0, random.nextInt(6) - 3)]; // full as a rule
        return new ReferRules(
                AcceptCode.AUTO, NotifyStyles.all(style), random.nextBoolean(), false, List.of());
    }

    private MediaRules media() {
        Strategy[] all = Strategy.values();
        Strategy strategy = random.nextBoolean() ? Strategy.AUTO : all[random.nextInt(all.length)];
        Optional<String> source =
                music ? Optional.of("sip:" + Jukebox.USER + '@' + Names.DOMAIN) : Optional.empty();
        return new MediaRules(strategy, random.nextBoolean(), source, random.nextInt(4) == 0);
    }

    /// What becomes of a transfer that fails.
    ///
    /// @param owner whose accounts it may name, empty for nobody's
    OnFail policy(String owner) {
        return OnFail.parse(policyText(owner)).orElseThrow();
    }

    private String policyText(String owner) {
        if (owner.isEmpty()) {
            return List.of("restore", "hangup", "recall").get(random.nextInt(3));
        }
        String to = "to:" + someAccount(owner);
        return List.of("restore", "hangup", "recall", to, "recall," + to + ",recall", "restore")
                .get(random.nextInt(6));
    }

    private static RecoveryRules recovery(OnFail policy) {
        return new RecoveryRules(
                policy, true, true, false, CallerId.TRANSFEREE, Duration.ofSeconds(60));
    }
}
