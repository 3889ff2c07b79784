package io.referee.sip.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.sip.session.Exchange.Carrier;
import io.referee.sip.session.Exchange.Meaning;
import io.referee.sip.session.Exchange.Party;
import io.referee.sip.session.Exchange.State;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Who may offer when, and what a session description means where it stands: the patterns of RFC
/// 6337 §2.1 (table 1), RFC 3261 §13.2.1, RFC 3262 §5 and RFC 3311 §5.
class ExchangeTest {
    private static Party caller(String who) {
        return who.equals("caller") ? Party.US : Party.PEER;
    }

    private static Party other(Party party) {
        return party == Party.US ? Party.PEER : Party.US;
    }

    /// The six patterns; the first two and the third may also begin a call.
    @ParameterizedTest
    @CsvSource({
        "INVITE, caller, SUCCESS",
        "SUCCESS, callee, ACK",
        "INVITE, caller, RELIABLE",
        "RELIABLE, callee, PRACK",
    })
    void aCallBeginsWithOneOfFourPatterns(Carrier offer, String offerer, Carrier answer) {
        Party from = caller(offerer);
        Exchange begun = offer == Carrier.INVITE ? Exchange.BEGUN : Exchange.BEGUN.invitedEmpty();

        assertThat(begun.meaning(offer, from)).isEqualTo(Meaning.OFFER);
        Exchange offered = begun.after(offer, from);
        assertThat(offered.offeredBy(from)).isTrue();
        assertThat(offered.meaning(answer, other(from))).isEqualTo(Meaning.ANSWER);
        assertThat(offered.after(answer, other(from)).agreed()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "PRACK, caller, PRACK_SUCCESS",
        "UPDATE, caller, UPDATE_SUCCESS",
        "UPDATE, callee, UPDATE_SUCCESS",
        "INVITE, caller, SUCCESS",
        "INVITE, callee, SUCCESS",
    })
    void whatWasAgreedIsChangedByTheOthers(Carrier offer, String offerer, Carrier answer) {
        Party from = caller(offerer);

        assertThat(agreed().meaning(offer, from)).isEqualTo(Meaning.OFFER);
        Exchange offered = agreed().after(offer, from);
        assertThat(offered.meaning(answer, other(from))).isEqualTo(Meaning.ANSWER);
        assertThat(offered.after(answer, other(from)).agreed()).isTrue();
        assertThat(offered.refused().agreed()).isTrue();
    }

    private static Exchange agreed() {
        return Exchange.BEGUN.after(Carrier.INVITE, Party.US).after(Carrier.RELIABLE, Party.PEER);
    }

    /// RFC 3311 §5.1, RFC 3262 §5: nothing may be changed before something was agreed.
    @ParameterizedTest
    @CsvSource({"UPDATE, US", "UPDATE, PEER", "PRACK, US", "ACK, US", "UNRELIABLE, PEER"})
    void theseBeginNothing(Carrier carrier, Party from) {
        assertThat(Exchange.BEGUN.meaning(carrier, from)).isEqualTo(Meaning.MISPLACED);
        assertThat(Exchange.BEGUN.after(carrier, from)).isEqualTo(Exchange.BEGUN);
    }

    /// RFC 3264 §4: one offer at a time.
    @ParameterizedTest
    @CsvSource({"INVITE, US", "INVITE, PEER", "UPDATE, US", "UPDATE, PEER", "PRACK, US"})
    void anOfferWaitsForTheAnswerToTheOther(Carrier carrier, Party from) {
        Exchange ours = Exchange.BEGUN.after(Carrier.INVITE, Party.US);

        assertThat(ours.meaning(carrier, from)).isEqualTo(Meaning.MISPLACED);
    }

    /// RFC 3311 §5.2.
    @Test
    void anOfferThatComesTooEarlyIsRefusedByWhoseIsOpen() {
        assertThat(Exchange.BEGUN.after(Carrier.INVITE, Party.US).refusal()).isEqualTo(491);
        assertThat(Exchange.BEGUN.after(Carrier.INVITE, Party.PEER).refusal()).isEqualTo(500);
    }

    /// RFC 3261 §13.2.1: what an unreliable response shows is not in force, the 2xx says it again.
    @Test
    void anUnreliableResponseOnlyShowsTheAnswer() {
        Exchange ours = Exchange.BEGUN.after(Carrier.INVITE, Party.US);

        assertThat(ours.meaning(Carrier.UNRELIABLE, Party.PEER)).isEqualTo(Meaning.PREVIEW);
        assertThat(ours.after(Carrier.UNRELIABLE, Party.PEER)).isEqualTo(ours);
        assertThat(ours.meaning(Carrier.SUCCESS, Party.PEER)).isEqualTo(Meaning.ANSWER);
    }

    /// RFC 3261 §13.2.1: after the answer, what responses say about media is ignored.
    @ParameterizedTest
    @CsvSource({"UNRELIABLE", "RELIABLE", "SUCCESS"})
    void anAnswerIsGivenOnce(Carrier carrier) {
        assertThat(agreed().meaning(carrier, Party.PEER)).isEqualTo(Meaning.REPEATED);
        assertThat(agreed().after(carrier, Party.PEER)).isEqualTo(agreed());
    }

    /// RFC 6337 §5.2.5: a re-INVITE without an offer asks for one.
    @Test
    void aReinviteWithoutAnOfferAsksForOne() {
        Exchange asked = agreed().invitedEmpty();

        assertThat(asked.meaning(Carrier.SUCCESS, Party.PEER)).isEqualTo(Meaning.OFFER);
        Exchange offered = asked.after(Carrier.SUCCESS, Party.PEER);
        assertThat(offered.meaning(Carrier.ACK, Party.US)).isEqualTo(Meaning.ANSWER);
    }

    @Test
    void aRefusedFirstOfferLeavesNothing() {
        Exchange refused = Exchange.BEGUN.after(Carrier.INVITE, Party.US).refused();

        assertThat(refused.state()).isEqualTo(State.OPEN);
    }
}
