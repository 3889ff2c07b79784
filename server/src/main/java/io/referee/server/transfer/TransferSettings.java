package io.referee.server.transfer;

import io.referee.server.account.TransferHabits;
import io.referee.server.call.Introductions;
import io.referee.server.transfer.NotifyStyles.NotifyStyle;
import io.referee.sip.header.Event;
import io.referee.sip.subscription.ReferEvents;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// The times, limits and rules of transfers (`transfers.md` 0.4, 0.5, F.6). *Immutable.*
///
/// @param times how long what may take
/// @param limits how much an account and a call may do
/// @param refer how a phone that sends REFER is answered
/// @param replaces whose dialogs may be taken over
/// @param pass how a REFER is passed on to the other party
/// @param media how media are brought together
/// @param recovery what becomes of who is left when it fails
/// @param park in which slots calls wait that nobody has
/// @param referredBy whose Referred-By reaches others
/// @param target how the target is called
public record TransferSettings(
        Times times,
        TransferLimits limits,
        ReferRules refer,
        ReplacesRules replaces,
        PassRules pass,
        MediaRules media,
        RecoveryRules recovery,
        ParkRules park,
        ReferredByRules referredBy,
        TargetRules target) {

    /// With the usual rules for Referred-By.
    public TransferSettings(
            Times times,
            TransferLimits limits,
            ReferRules refer,
            ReplacesRules replaces,
            PassRules pass,
            MediaRules media,
            RecoveryRules recovery,
            ParkRules park) {
        this(
                times,
                limits,
                refer,
                replaces,
                pass,
                media,
                recovery,
                park,
                ReferredByRules.STANDARD,
                TargetRules.STANDARD);
    }

    /// How long what may take.
    ///
    /// @param ring how long the target may ring
    /// @param notifyInterval shortest time between two progress NOTIFYs
    /// @param finalNotify how long our BYE to the transferor waits for the answer to the final
    ///   NOTIFY
    /// @param byeGrace how long after that the transferor's own BYE is waited for
    /// @param reinvite how long a re-INVITE of ours may ring before it is given up
    /// @param firstNotify how long after the answer to a REFER of ours its first NOTIFY may take
    /// @param supervision how long a REFER of ours is watched in all
    /// @param retention how long the state of a finished refer event is kept for late subscribers
    /// @param music how long a source of hold music may take to answer
    /// @param lateOffer how long a transferee's offer may wait for the target's answer
    /// @param ask how long an owner who is asked may take to decide
    /// @param expires how long a subscription lasts at first; longer than the target may ring
    /// @param glares how often an offer that met another one (491) is made again
    public record Times(
            Duration ring,
            Duration notifyInterval,
            Duration finalNotify,
            Duration byeGrace,
            Duration reinvite,
            Duration firstNotify,
            Duration supervision,
            Duration retention,
            Duration music,
            Duration lateOffer,
            Duration ask,
            Duration expires,
            int glares) {
        /// How much longer than the target may ring a subscription lasts, unless that is set.
        public static final Duration BEHIND_RING = Duration.ofSeconds(60);

        public static final Times STANDARD =
                new Times(
                        Duration.ofSeconds(60),
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(32),
                        Duration.ofSeconds(180),
                        Duration.ofSeconds(64),
                        Duration.ofSeconds(4),
                        Duration.ofSeconds(20),
                        Duration.ofSeconds(20),
                        Duration.ofSeconds(120),
                        3);

        /// With another time for ringing, and the subscription that goes with it.
        public Times ring(Duration other) {
            return new Times(
                    other,
                    notifyInterval,
                    finalNotify,
                    byeGrace,
                    reinvite,
                    firstNotify,
                    supervision,
                    retention,
                    music,
                    lateOffer,
                    ask,
                    other.plus(BEHIND_RING),
                    glares);
        }

        /// With another time for one re-INVITE.
        public Times reinvite(Duration other) {
            return new Times(
                    ring,
                    notifyInterval,
                    finalNotify,
                    byeGrace,
                    other,
                    firstNotify,
                    supervision,
                    retention,
                    music,
                    lateOffer,
                    ask,
                    expires,
                    glares);
        }

        /// With another time for the owner to decide.
        public Times ask(Duration other) {
            return new Times(
                    ring,
                    notifyInterval,
                    finalNotify,
                    byeGrace,
                    reinvite,
                    firstNotify,
                    supervision,
                    retention,
                    music,
                    lateOffer,
                    other,
                    expires,
                    glares);
        }
    }

    /// With which 2xx a REFER is accepted.
    public enum AcceptCode {
        /// 200 for who shows that it knows RFC 7647, else 202.
        AUTO,
        OK,
        ACCEPTED
    }

    /// How a phone that sends REFER is answered.
    ///
    /// @param notifyStyle which NOTIFYs it gets
    /// @param notifyAfterBye whether the end is told to a transferor that has hung up
    /// @param outOfDialog whether accounts may send REFER outside of a call
    /// @param headers names of headers, beyond those always allowed, that Refer-To and REFER may
    ///   bring into the INVITE to the target
    /// @param eventId whether also the NOTIFYs of the first REFER of a dialog name it
    /// @param toForm how a REFER of ours to who is no account names a number
    public record ReferRules(
            AcceptCode acceptCode,
            NotifyStyles notifyStyle,
            boolean notifyAfterBye,
            boolean outOfDialog,
            List<String> headers,
            boolean eventId,
            ToForm toForm) {
        public static final ReferRules STANDARD =
                new ReferRules(AcceptCode.AUTO, NotifyStyles.FULL, true, false, List.of());

        /// Without the id in the NOTIFYs of the first REFER: some phones compare the header
        /// literally.
        public ReferRules(
                AcceptCode acceptCode,
                NotifyStyles notifyStyle,
                boolean notifyAfterBye,
                boolean outOfDialog,
                List<String> headers) {
            this(
                    acceptCode,
                    notifyStyle,
                    notifyAfterBye,
                    outOfDialog,
                    headers,
                    false,
                    ToForm.AS_GIVEN);
        }

        /// With other NOTIFYs.
        ReferRules notifying(NotifyStyles other) {
            return new ReferRules(
                    acceptCode, other, notifyAfterBye, outOfDialog, headers, eventId, toForm);
        }

        /// The Event of the NOTIFYs of a REFER.
        ///
        /// @param cseq of the REFER
        /// @param number of the REFER among those of its dialog, the first is 1
        Event event(long cseq, int number) {
            return eventId ? Event.refer(cseq) : ReferEvents.event(cseq, number);
        }
    }

    /// Whose dialogs may be taken over.
    ///
    /// @param lenient whether an account may name its own dialog with the two tags exchanged, or by
    ///   its Call-ID or its tags alone
    /// @param takeover whether a call that somebody else places and that still rings may be taken
    ///   over
    /// @param remote whether a Replaces that names a dialog of another server is carried there
    public record ReplacesRules(boolean lenient, boolean takeover, boolean remote) {
        public static final ReplacesRules STANDARD = new ReplacesRules(false, false, false);
    }

    /// How a REFER is passed on to the other party.
    ///
    /// @param fallback whether we transfer ourselves when the other party does not know REFER
    /// @param release whether a passed Replaces names the target's own dialog, so that the two call
    ///   each other without us
    /// @param byeDelay how long the BYE of a transferor is kept from the other party while that
    ///   still tells how it goes; zero: not at all
    public record PassRules(boolean fallback, boolean release, Duration byeDelay) {
        public static final PassRules STANDARD = new PassRules(false, false);

        /// A BYE goes on at once.
        public PassRules(boolean fallback, boolean release) {
            this(fallback, release, Duration.ZERO);
        }
    }

    /// In what order the two that shall talk are asked for their media (`transfers.md` 0.8).
    public enum Strategy {
        /// As their capabilities and media suggest.
        AUTO,
        KNOWN,
        LATE_X,
        LATE_Y,
        PARK_FIRST,
        FRESH_FIX;

        /// All of them as settings write them, in this order.
        public static Map<String, Strategy> words() {
            Map<String, Strategy> words = new LinkedHashMap<>();
            for (Strategy one : values()) {
                words.put(one.name().toLowerCase(Locale.ROOT).replace('_', '-'), one);
            }
            return words;
        }

        /// The one that is written so; empty when none is.
        static Optional<Strategy> of(String word) {
            return Optional.ofNullable(words().get(word));
        }
    }

    /// How media are brought together.
    ///
    /// @param earlyMedia whether the transferee hears what the target plays while it rings
    /// @param music URI of a source of hold music
    /// @param successAtAnswer whether the transferor is told of the success when the target has
    ///   answered, instead of when the two are joined
    /// @param automatons what the users of targets begin with that answer at once
    /// @param lateOffers what those begin with that can make an offer
    /// @param longestHold after which a call that is on hold ends; zero: never
    public record MediaRules(
            Strategy strategy,
            boolean earlyMedia,
            Optional<String> music,
            boolean successAtAnswer,
            List<String> automatons,
            List<String> lateOffers,
            Duration longestHold) {
        public static final MediaRules STANDARD =
                new MediaRules(Strategy.AUTO, false, Optional.empty(), false);

        /// Nothing is known of any target.
        public MediaRules(
                Strategy strategy,
                boolean earlyMedia,
                Optional<String> music,
                boolean successAtAnswer) {
            this(strategy, earlyMedia, music, successAtAnswer, List.of(), List.of(), Duration.ZERO);
        }

        /// With another longest hold.
        public MediaRules longestHold(Duration other) {
            return new MediaRules(
                    strategy, earlyMedia, music, successAtAnswer, automatons, lateOffers, other);
        }
    }

    /// In whose name a target is called.
    public enum CallerId {
        TRANSFEREE,
        TRANSFEROR
    }

    /// What becomes of who is left when it fails, and what else is allowed.
    ///
    /// @param onFail what becomes of the parties when the door did not say
    /// @param abortOnUnhold whether a transferor that takes the transferee back from hold while the
    ///   target rings gives the transfer up
    /// @param toSelf whether a call may be transferred back to the transferor
    /// @param sipsDowngrade whether a secure call may be transferred to a target that is not
    /// @param cutGrace how long an account that may not transfer any more goes on paying
    /// @param introductions what the two who are connected learn of each other
    public record RecoveryRules(
            OnFail onFail,
            boolean abortOnUnhold,
            boolean toSelf,
            boolean sipsDowngrade,
            CallerId callerId,
            Duration cutGrace,
            Introductions introductions) {
        private static final Duration GRACE = Duration.ofSeconds(60);
        public static final RecoveryRules STANDARD =
                new RecoveryRules(OnFail.RESTORE, false, false, false, CallerId.TRANSFEREE, GRACE);

        /// They learn of accounts.
        public RecoveryRules(
                OnFail onFail,
                boolean abortOnUnhold,
                boolean toSelf,
                boolean sipsDowngrade,
                CallerId callerId,
                Duration cutGrace) {
            this(
                    onFail,
                    abortOnUnhold,
                    toSelf,
                    sipsDowngrade,
                    callerId,
                    cutGrace,
                    Introductions.STANDARD);
        }

        /// With another word about what they learn.
        public RecoveryRules introductions(Introductions other) {
            return new RecoveryRules(
                    onFail, abortOnUnhold, toSelf, sipsDowngrade, callerId, cutGrace, other);
        }
    }

    /// The slots in which calls are parked: the numbers from first to last.
    ///
    /// @param time how long one may wait before whoever parked it is called back
    public record ParkRules(int first, int last, Duration time) {
        /// Most digits of the number of a slot.
        public static final int DIGITS = 6;

        public static final ParkRules OFF = new ParkRules(0, -1, Duration.ofSeconds(120));

        /// Whether there is any.
        public boolean on() {
            return first <= last;
        }
    }

    /// How the target is called.
    ///
    /// @param historyInfo whether History-Info tells who sent a call on, and who put something in
    /// @param sameTrunk whether a target that a plan finds behind a provider is called over the one
    ///   over which the transferee is reached
    public record TargetRules(boolean historyInfo, boolean sameTrunk) {
        public static final TargetRules STANDARD = new TargetRules(false, false);
    }

    public static final TransferSettings STANDARD =
            new TransferSettings(
                    Times.STANDARD,
                    TransferLimits.STANDARD,
                    ReferRules.STANDARD,
                    ReplacesRules.STANDARD,
                    PassRules.STANDARD,
                    MediaRules.STANDARD,
                    RecoveryRules.STANDARD,
                    TransferSettings.ParkRules.OFF);

    /// As they are for an account that asks: its own word goes first.
    TransferSettings of(TransferHabits habits) {
        NotifyStyle own = NotifyStyle.WORDS.get(habits.notifies());
        ReferRules refers = own == null ? refer : refer.notifying(NotifyStyles.all(own));
        return refer(refers).referredBy(referredBy.token(habits.token()));
    }

    /// With other times.
    public TransferSettings times(Times other) {
        return new TransferSettings(
                other, limits, refer, replaces, pass, media, recovery, park, referredBy, target);
    }

    /// With other limits.
    public TransferSettings limits(TransferLimits other) {
        return new TransferSettings(
                times, other, refer, replaces, pass, media, recovery, park, referredBy, target);
    }

    /// With other rules for REFER.
    public TransferSettings refer(ReferRules other) {
        return new TransferSettings(
                times, limits, other, replaces, pass, media, recovery, park, referredBy, target);
    }

    /// With other rules for Replaces.
    public TransferSettings replaces(ReplacesRules other) {
        return new TransferSettings(
                times, limits, refer, other, pass, media, recovery, park, referredBy, target);
    }

    /// With other rules for passing REFER on.
    public TransferSettings pass(PassRules other) {
        return new TransferSettings(
                times, limits, refer, replaces, other, media, recovery, park, referredBy, target);
    }

    /// With other rules for media.
    public TransferSettings media(MediaRules other) {
        return new TransferSettings(
                times, limits, refer, replaces, pass, other, recovery, park, referredBy, target);
    }

    /// With other rules for failures.
    public TransferSettings recovery(RecoveryRules other) {
        return new TransferSettings(
                times, limits, refer, replaces, pass, media, other, park, referredBy, target);
    }

    /// With other slots.
    public TransferSettings park(ParkRules other) {
        return new TransferSettings(
                times, limits, refer, replaces, pass, media, recovery, other, referredBy, target);
    }

    /// With other rules for Referred-By.
    public TransferSettings referredBy(ReferredByRules other) {
        return new TransferSettings(
                times, limits, refer, replaces, pass, media, recovery, park, other, target);
    }

    /// With other rules for the call to the target.
    public TransferSettings target(TargetRules other) {
        return new TransferSettings(
                times, limits, refer, replaces, pass, media, recovery, park, referredBy, other);
    }

    /// The same with History-Info.
    public TransferSettings recordingHistory() {
        return target(new TargetRules(true, target.sameTrunk()));
    }

    /// Whether History-Info tells who sent a call on, and who put something in.
    public boolean historyInfo() {
        return target.historyInfo();
    }
}
