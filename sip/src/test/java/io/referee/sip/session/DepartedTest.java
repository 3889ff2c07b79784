package io.referee.sip.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.sip.header.CSeq;
import io.referee.sip.header.NameAddr;
import io.referee.sip.header.Replaces;
import io.referee.sip.header.Replaces.When;
import io.referee.sip.header.Via;
import io.referee.sip.message.Header;
import io.referee.sip.message.HeaderName;
import io.referee.sip.message.MessageBuilder;
import io.referee.sip.message.Method;
import io.referee.sip.message.Request;
import io.referee.sip.message.Response;
import io.referee.sip.transport.Hop;
import io.referee.sip.uri.Uri;

import org.junit.jupiter.api.Test;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What is said in a dialog that is over, when little is left of its session.
class DepartedTest {
    private static final Hop PEER = Town.udp(1);
    private static final byte[] NOTHING = new byte[0];

    private final Town town = new Town();
    private Session session =
            town.call(
                    "198.51.100.1",
                    new SessionListener() {
                        @Override
                        public void answered(Session from, Response response) {
                            from.acknowledge(NOTHING);
                        }
                    });
    private final Request invite = town.last("INVITE", PEER).request();
    private final String callId = session.callId();
    private final String tag = session.localTag();
    private int branches;

    private void answered() {
        town.answer(town.last("INVITE", PEER), 200);
    }

    /// We hang up, and most of what was left is let go of.
    private void over() {
        answered();
        session.bye(List.of());
        town.answer(town.last("BYE", PEER), 200);
        town.pass(Duration.ofSeconds(1));
        town.takeSent();
    }

    private Request request(Method method, String theirTag, int number) {
        return request(method, number, theirTag, callId, tag);
    }

    /// Of the peer, in the dialog with these tags; without ours, it begins one.
    private Request request(
            Method method, int number, String theirTag, String inCall, String ourTag) {
        NameAddr them = NameAddr.of(Uri.parse("sip:bob@198.51.100.1").orElseThrow());
        NameAddr us = NameAddr.of(Uri.parse("sip:alice@example.org").orElseThrow());
        return new MessageBuilder()
                .pushVia(Via.own("UDP", "198.51.100.1", 5060, "z9hG4bKp" + branches++))
                .from(them.withTag(theirTag))
                .to(ourTag.isEmpty() ? us : us.withTag(ourTag))
                .callId(inCall)
                .cseq(new CSeq(number, method))
                .add(HeaderName.CONTACT, "<sip:bob@198.51.100.1:5060>")
                .request(method, Uri.parse("sip:alice@192.0.2.100").orElseThrow());
    }

    private List<String> says(Method method, String theirTag, int number) {
        town.agent.received(request(method, theirTag, number), PEER);
        return town.takeSent();
    }

    @Test
    void aRequestThatCrossesTheEndIsAnswered() {
        over();
        assertThat(town.agent.session(callId, tag)).isEmpty();
        assertThat(says(Method.INFO, "t198.51.100.1", 7)).containsExactly("481 to 198.51.100.1");
        assertThat(says(Method.INVITE, "t198.51.100.1", 8)).containsExactly("481 to 198.51.100.1");
        assertThat(says(Method.NOTIFY, "t198.51.100.1", 9)).containsExactly("501 to 198.51.100.1");
        assertThat(says(Method.SUBSCRIBE, "t198.51.100.1", 10))
                .containsExactly("481 to 198.51.100.1");
        assertThat(says(Method.BYE, "t198.51.100.1", 12)).containsExactly("200 to 198.51.100.1");
    }

    @Test
    void oneThatWasOvertakenIsRefusedAndOneOfSomebodyElseToo() {
        over();
        assertThat(says(Method.INFO, "t198.51.100.1", 7)).containsExactly("481 to 198.51.100.1");
        assertThat(says(Method.BYE, "t198.51.100.1", 6)).containsExactly("500 to 198.51.100.1");
        assertThat(says(Method.BYE, "t198.51.100.1", 7)).containsExactly("500 to 198.51.100.1");
        assertThat(says(Method.BYE, "other", 9)).containsExactly("481 to 198.51.100.1");
    }

    @Test
    void itIsTheSameAtOnceAsAfterAMoment() {
        answered();
        session.bye(List.of());
        town.takeSent();
        assertThat(town.agent.session(callId, tag)).isPresent();
        assertThat(says(Method.INFO, "t198.51.100.1", 7)).containsExactly("481 to 198.51.100.1");
        town.pass(Duration.ofSeconds(1));
        town.takeSent();
        assertThat(town.agent.session(callId, tag)).isEmpty();
        assertThat(says(Method.BYE, "t198.51.100.1", 7)).containsExactly("500 to 198.51.100.1");
        assertThat(says(Method.BYE, "t198.51.100.1", 8)).containsExactly("200 to 198.51.100.1");
    }

    @Test
    void whoNamesItInAReplacesHearsThatItIsOverForHalfAMinute() {
        over();
        Replaces naming = new Replaces(callId, tag, "t198.51.100.1", When.ALWAYS);
        assertThat(town.agent.match(naming)).isEqualTo(new ReplacesMatch.Refused(603, "Declined"));
        Replaces other = new Replaces(callId, tag, "other", When.ALWAYS);
        assertThat(town.agent.match(other)).extracting("status").isEqualTo(481);
        town.pass(Duration.ofSeconds(32));
        assertThat(town.agent.match(naming)).extracting("status").isEqualTo(481);
        assertThat(says(Method.INFO, "t198.51.100.1", 7)).containsExactly("481 to 198.51.100.1");
        assertThat(town.agent.departed().size()).isZero();
    }

    @Test
    void a2xxThatComesAgainHearsTheVerySameAck() {
        answered();
        Request ack = town.last("ACK", PEER).request();
        answered();
        assertThat(town.last("ACK", PEER).request()).isSameAs(ack);
        session.bye(List.of());
        town.pass(Duration.ofSeconds(5));
        town.takeSent();
        answered();
        assertThat(town.takeSent()).containsExactly("ACK to 198.51.100.1");
        assertThat(town.last("ACK", PEER).request()).isSameAs(ack);
    }

    @Test
    void aFurtherAnswererIsHungUpLongAfterTheEnd() {
        over();
        MessageBuilder late =
                MessageBuilder.responding(invite, "late")
                        .add(HeaderName.CONTACT, "<sip:late@198.51.100.1:5060>");
        town.agent.received(late.response(200), PEER);
        assertThat(town.takeSent()).containsExactly("ACK to 198.51.100.1", "BYE to 198.51.100.1");
        Request ack = town.last("ACK", PEER).request();
        assertThat(ack.toTag()).isEqualTo("late");
        assertThat(town.last("BYE", PEER).request().toTag()).isEqualTo("late");
        town.agent.received(late.response(200), PEER);
        assertThat(town.takeSent()).containsExactly("ACK to 198.51.100.1");
        assertThat(town.last("ACK", PEER).request()).isEqualTo(ack);
    }

    /// Nobody listens to one that was given up after a restart.
    @Test
    void whoAnswersAnInviteThatWasGivenUpIsHungUp() {
        Session given = town.call("198.51.100.2", SessionListener.NOBODY);
        Hop other = Town.udp(2);
        Town.Sent asked = town.last("INVITE", other);
        town.answer(asked, 180);
        given.cancel("");
        town.pass(Duration.ofSeconds(33));
        assertThat(given.over()).isTrue();
        town.takeSent();
        town.answer(asked, 200);
        assertThat(town.takeSent()).containsExactly("ACK to 198.51.100.2", "BYE to 198.51.100.2");
    }

    @Test
    void theByeToAFurtherAnswererAnswersAChallenge() {
        session.authorizer(
                (request, challenge) ->
                        Optional.of(Header.of("Authorization", "Digest username=\"a\"")));
        over();
        MessageBuilder late =
                MessageBuilder.responding(invite, "late")
                        .add(HeaderName.CONTACT, "<sip:late@198.51.100.1:5060>");
        town.agent.received(late.response(200), PEER);
        town.takeSent();
        town.answer(
                town.last("BYE", PEER), 401, "WWW-Authenticate: Digest realm=\"r\", nonce=\"n\"");
        assertThat(town.takeSent()).containsExactly("BYE to 198.51.100.1");
    }

    @Test
    void whoStillHasSomethingToTellIsHeard() {
        answered();
        session.request(Method.REFER, List.of(), "", NOTHING, ResponseListener.NONE);
        town.answer(town.last("REFER", PEER), 202);
        session.bye(List.of());
        town.pass(Duration.ofSeconds(31));
        assertThat(town.agent.session(callId, tag)).containsSame(session);
        town.pass(Duration.ofSeconds(2));
        assertThat(town.agent.session(callId, tag)).isEmpty();
    }

    @Test
    void nothingHoldsOnToTheSession() {
        over();
        WeakReference<Session> gone = new WeakReference<>(session);
        session = null;
        isCollected(gone);
    }

    @Test
    void norToOneThatThePeerBegan() {
        town.agent.received(theirs(Method.INVITE, 1, ""), PEER);
        WeakReference<Session> gone = answeredAndHungUp();
        town.pass(Duration.ofSeconds(1));
        isCollected(gone);
    }

    private WeakReference<Session> answeredAndHungUp() {
        String ours = tagOfTheirs();
        Session begun = town.agent.session("their-call", ours).orElseThrow();
        begun.answer(NOTHING, List.of());
        town.agent.received(theirs(Method.ACK, 1, ours), PEER);
        assertThat(begun.confirmed()).isTrue();
        town.agent.received(theirs(Method.BYE, 2, ours), PEER);
        assertThat(begun.over()).isTrue();
        return new WeakReference<>(begun);
    }

    private String tagOfTheirs() {
        for (int i = 0; i < 100; i++) {
            if (town.agent.session("their-call", "token" + i).isPresent()) {
                return "token" + i;
            }
        }
        throw new AssertionError("no session");
    }

    private Request theirs(Method method, int number, String ourTag) {
        return request(method, number, "theirs", "their-call", ourTag);
    }

    private static void isCollected(WeakReference<Session> gone) {
        for (int i = 0; i < 50 && gone.get() != null; i++) {
            System.gc();
        }
        assertThat(gone.get()).isNull();
    }
}
