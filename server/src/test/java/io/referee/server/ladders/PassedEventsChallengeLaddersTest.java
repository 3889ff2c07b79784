package io.referee.server.ladders;

import static io.referee.server.ladders.TransferPlaying.BOB_ENDS_IT_WITH_ALICE;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.server.account.TransferMode;
import io.referee.server.cdr.Facts;
import io.referee.server.cdr.TransferRecord;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.stream.Stream;

/// Our SUBSCRIBE for the events of a REFER that was passed on with `explicitsub`, at a party that
/// wants to know who we are (`transfers.md` A1 rule 7, A3 rule 3).
class PassedEventsChallengeLaddersTest {
    private static final String CREDENTIALS =
            "api> credentials leg=b user=trunk password=secret\napi< 200\n";

    private static final String SUBSCRIBED =
            """
            a1> REFER Refer-To:carol Require:explicitsub
            b< REFER Require:explicitsub
            b> 200 Refer-Events-At:"<sip:s3cret@198.51.100.2:5060;gr>"
            a1< 200 REFER Refer-Events-At:"<sip:*@192.0.2.1:5060;gr>"
            b2< SUBSCRIBE uri="sip:s3cret@198.51.100.2:5060;gr" Event:refer Expires:180
            b2> 407 Proxy-Authenticate:"Digest realm=\\"trunk\\", nonce=\\"n\\", algorithm=MD5, qop=\\"auth\\""
            """;

    private static String told(String state, String status) {
        return """
        b2> NOTIFY Event:refer Subscription-State:"%s" body="SIP/2.0 %s" type=message/sipfrag
        b2< 200 NOTIFY
        """
                .formatted(state, status);
    }

    private static void ended(Facts.Book book, TransferRecord.Outcome how) {
        assertThat(
                        book.records.values().stream()
                                .filter(TransferRecord.class::isInstance)
                                .map(TransferRecord.class::cast))
                .singleElement()
                .satisfies(row -> assertThat(row.outcome()).isEqualTo(how));
    }

    private static World allowed() {
        return World.usual().transfer("alice", TransferMode.PASS);
    }

    @TestFactory
    @DisplayName("A1 rule 7: its challenge is answered with the credentials of the leg")
    Stream<DynamicTest> itsChallengeIsAnswered() {
        return TransferPlaying.everyWay(
                CREDENTIALS
                        + SUBSCRIBED
                        + """
                        b2< SUBSCRIBE Event:refer Proxy-Authorization:"Digest username=\\"trunk\\"*"
                        b2> 200 Expires:180
                        """
                        + told("active;expires=180", "100 Trying")
                        + told("terminated;reason=noresource", "486 Busy Here")
                        + BOB_ENDS_IT_WITH_ALICE,
                allowed().records(book -> ended(book, TransferRecord.Outcome.FAILED)));
    }

    @TestFactory
    @DisplayName("A1 rule 7: what follows the answer to a challenge has a number of its own")
    Stream<DynamicTest> whatFollowsHasANumberOfItsOwn() {
        return TransferPlaying.inOrder(
                CREDENTIALS
                        + SUBSCRIBED
                        + """
                        b2< SUBSCRIBE Event:refer Proxy-Authorization:* CSeq:"2 SUBSCRIBE"
                        b2> 200 Expires:60
                        """
                        + told("active;expires=60", "100 Trying")
                        + """
                        +50s
                        b2< SUBSCRIBE Event:refer CSeq:"3 SUBSCRIBE"
                        b2> 200 Expires:60
                        """
                        + told("terminated;reason=noresource", "200 OK")
                        + BOB_ENDS_IT_WITH_ALICE,
                allowed());
    }

    @TestFactory
    @DisplayName("A1 rule 7: without credentials a challenge ends it; nobody knows the outcome")
    Stream<DynamicTest> withoutCredentials() {
        return TransferPlaying.inOrder(
                SUBSCRIBED + BOB_ENDS_IT_WITH_ALICE,
                allowed().records(book -> ended(book, TransferRecord.Outcome.UNKNOWN)));
    }
}
