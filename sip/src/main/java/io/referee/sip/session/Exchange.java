package io.referee.sip.session;

/// Where the offer/answer exchange of one dialog stands: who may offer, and what a session
/// description in a message means (RFC 3261 §13.2.1, RFC 3262 §5, RFC 3311 §5, RFC 6337 §2 with its
/// tables 1 and 2). *Immutable.*
///
/// ```
///         INVITE, 1xx, 2xx, PRACK, UPDATE with an offer        answer
///  OPEN ------------------------------------------------> OFFERED ------> AGREED
///  AGREED --INVITE without a body--> OPEN                 OFFERED --refused--> what was before
///  AGREED --offer in INVITE, PRACK or UPDATE--> OFFERED
/// ```
///
/// @param state what is the case now
/// @param offerer whose the offer is that waits for its answer; of interest in OFFERED alone
/// @param before what a refusal leads back to
public record Exchange(State state, Party offerer, State before) {
    /// Of a dialog that was just begun: nobody has offered anything.
    public static final Exchange BEGUN = new Exchange(State.OPEN, Party.US, State.OPEN);

    /// The states.
    public enum State {
        /// Nobody has offered anything in this INVITE transaction yet.
        OPEN,
        /// An offer waits for its answer.
        OFFERED,
        /// Both bodies are in force.
        AGREED
    }

    /// Who said it.
    public enum Party {
        US,
        PEER
    }

    /// What may carry a session description.
    public enum Carrier {
        INVITE,
        /// A provisional response without `RSeq`.
        UNRELIABLE,
        /// A provisional response with `RSeq` (RFC 3262).
        RELIABLE,
        /// The 2xx to the INVITE.
        SUCCESS,
        ACK,
        PRACK,
        PRACK_SUCCESS,
        UPDATE,
        UPDATE_SUCCESS
    }

    /// What a session description means where it stands.
    public enum Meaning {
        OFFER,
        ANSWER,
        /// What the answer will be: not in force, the answer itself comes later and is the same.
        PREVIEW,
        /// Said again after the exchange was over: to be ignored.
        REPEATED,
        /// It may not stand there now.
        MISPLACED
    }

    /// What a session description in this message of this party means.
    public Meaning meaning(Carrier carrier, Party from) {
        boolean answers = state == State.OFFERED && offerer != from;
        return switch (carrier) {
            case INVITE, UPDATE -> state == State.OFFERED ? Meaning.MISPLACED : beginning(carrier);
            case UNRELIABLE ->
                    answers
                            ? Meaning.PREVIEW
                            : state == State.AGREED ? Meaning.REPEATED : Meaning.MISPLACED;
            case RELIABLE, SUCCESS -> {
                if (answers) {
                    yield Meaning.ANSWER;
                }
                yield switch (state) {
                    case OPEN -> Meaning.OFFER;
                    case AGREED -> Meaning.REPEATED;
                    case OFFERED -> Meaning.MISPLACED;
                };
            }
            case PRACK -> {
                if (answers) {
                    yield Meaning.ANSWER;
                }
                yield state == State.AGREED ? Meaning.OFFER : Meaning.MISPLACED;
            }
            case ACK, PRACK_SUCCESS, UPDATE_SUCCESS -> answers ? Meaning.ANSWER : Meaning.MISPLACED;
        };
    }

    /// An UPDATE may only change what was agreed (RFC 3311 §5.1).
    private Meaning beginning(Carrier carrier) {
        return carrier == Carrier.UPDATE && state == State.OPEN ? Meaning.MISPLACED : Meaning.OFFER;
    }

    /// What is the case after this message of this party, with its session description.
    public Exchange after(Carrier carrier, Party from) {
        return switch (meaning(carrier, from)) {
            case OFFER -> new Exchange(State.OFFERED, from, state);
            case ANSWER -> new Exchange(State.AGREED, from, State.AGREED);
            case PREVIEW, REPEATED, MISPLACED -> this;
        };
    }

    /// After an INVITE without a session description: the offer comes later.
    public Exchange invitedEmpty() {
        return state == State.OFFERED ? this : new Exchange(State.OPEN, offerer, state);
    }

    /// The offer was refused, or the INVITE failed: what was in force stays in force.
    public Exchange refused() {
        return new Exchange(before, offerer, before);
    }

    /// After our answer to the peer's offer.
    Exchange answeredByUs() {
        return new Exchange(State.AGREED, Party.US, State.AGREED);
    }

    /// Whether an offer of this party waits for its answer.
    public boolean offeredBy(Party party) {
        return state == State.OFFERED && offerer == party;
    }

    /// Whether both bodies are in force.
    public boolean agreed() {
        return state == State.AGREED;
    }

    /// Whether an offer waits for its answer.
    public boolean offered() {
        return state == State.OFFERED;
    }

    /// With what an offer of the peer is refused that comes too early (RFC 3261 §14.2, RFC 3311
    /// §5.2): 491 when ours is open, 500 when the peer's own is.
    public int refusal() {
        return state == State.OFFERED && offerer == Party.US ? 491 : 500;
    }
}
