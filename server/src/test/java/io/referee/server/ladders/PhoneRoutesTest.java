package io.referee.server.ladders;

import static io.referee.server.ladders.Playing.inOrder;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.stream.Stream;

/// Calls to phones that registered with Path (RFC 3327), with flows (RFC 5626) or with an instance
/// (RFC 5627).
class PhoneRoutesTest {
    /// Phones b and e of bob, neither registered yet.
    private static World two() {
        return World.usual().phone("e", "bob").offline("b").offline("e");
    }

    private static String contact(int host, String instance, String more) {
        return String.join(
                "",
                "Contact:\"<sip:bob@198.51.100.",
                Integer.toString(host),
                ":5060>;+sip.instance=\\\"<urn:uuid:",
                instance,
                ">\\\"",
                more,
                "\"");
    }

    /// Phone e has the number 6, b has 2.
    private static String registered(String supported) {
        return "b> REGISTER to:bob Supported:SUPPORTED ".replace("SUPPORTED", supported)
                + contact(2, "one", "")
                + "\nb< 200\n"
                + "e> REGISTER to:bob Supported:SUPPORTED ".replace("SUPPORTED", supported)
                + contact(6, "two", "")
                + "\ne< 200\n";
    }

    @TestFactory
    Stream<DynamicTest> aPublicGruuRingsOnePhone() {
        return inOrder(
                registered("gruu")
                        + """
                        a1> INVITE to:"sip:bob@example.org;gr=urn:uuid:two"
                        e1< INVITE offer=a1 from:alice
                        e1> 486
                        e1< ACK
                        a1< 486
                        g1> INVITE to:"sip:bob@example.org;gr=urn:uuid:one"
                        b1< INVITE offer=g1
                        b1> 486
                        b1< ACK
                        g1< 486
                        """,
                two());
    }

    @TestFactory
    Stream<DynamicTest> aGruuOfAPhoneThatIsGone() {
        return inOrder(
                registered("gruu")
                        + """
                        a1> INVITE to:"sip:bob@example.org;gr=urn:uuid:three"
                        a1< 480
                        a2> INVITE to:"sip:tgruu.AAAAAAAAAAAAAAAAAAAAAA@example.org;gr"
                        a2< 404
                        g1> INVITE to:"sip:tgruu.AAAAAAAAAAAAAAAAAAAAAA@example.org;gr"
                        g1< 404
                        g2> OPTIONS to:"sip:bob@example.org;gr=urn:uuid:three"
                        g2< 480
                        g3> OPTIONS to:"sip:bob@example.org;gr=urn:uuid:two"
                        g3< 200
                        """,
                two());
    }

    /// What the owner's plan forbids, a GRUU does not allow.
    @TestFactory
    Stream<DynamicTest> aGruuGoesThroughTheDialPlan() {
        return inOrder(
                registered("gruu")
                        + """
                        a1> INVITE to:"sip:bob@example.org;gr=urn:uuid:two"
                        a1< 480
                        """,
                two().plan("alice", World.rule("exact", "200", "bob")));
    }

    @TestFactory
    Stream<DynamicTest> aPhoneBehindProxiesIsReachedThroughThem() {
        return inOrder(
                """
                b> REGISTER to:bob Supported:path Path:"<sip:198.51.100.2;lr>, <sip:edge;lr>" Contact:"<sip:bob@10.0.0.9>"
                b< 200 Path:"<sip:198.51.100.2;lr>"
                a1> INVITE to:bob
                b1< INVITE uri=sip:bob@10.0.0.9 Route:"<sip:198.51.100.2;lr>" Route:"<sip:edge;lr>"
                b1> 180
                a1< 180
                a1> CANCEL
                a1< 487
                b1< CANCEL Route:"<sip:edge;lr>"
                b1> 487
                b1< ACK Route:"<sip:edge;lr>"
                """,
                World.usual().offline("b"));
    }

    private static String flow(int host, int regId) {
        return contact(host, "one", ";reg-id=" + regId);
    }

    /// Two flows of one phone, played by two of the stage's.
    private static String flows() {
        return "b> REGISTER to:bob Supported:\"path, outbound\" "
                + flow(2, 1)
                + "\nb< 200 Require:outbound Flow-Timer:120\n+1s\n"
                + "e> REGISTER to:bob Supported:\"path, outbound\" "
                + flow(6, 2)
                + "\ne< 200 Require:outbound\n";
    }

    @TestFactory
    Stream<DynamicTest> aGruuRingsItsPhoneAlsoWhenAnotherOneIsPreferred() {
        return inOrder(
                registered("gruu").replace("two>\\\"", "two>\\\";q=0.5")
                        + """
                        a1> INVITE to:"sip:bob@example.org;gr=urn:uuid:two"
                        e1< INVITE offer=a1
                        e1> 486
                        e1< ACK
                        a1< 486
                        a1> INVITE to:bob
                        b1< INVITE
                        b1> 486
                        b1< ACK
                        e1< INVITE
                        e1> 480
                        e1< ACK
                        a1< 480
                        """,
                two());
    }

    /// Who is busy on the one is busy on the other.
    @TestFactory
    Stream<DynamicTest> aFlowOfLowerQIsStillAFlowOfTheSamePhone() {
        return inOrder(
                flows().replace("reg-id=1", "reg-id=1;q=0.5")
                        + """
                        a1> INVITE to:bob
                        e1< INVITE offer=a1
                        e1> 486
                        e1< ACK
                        a1< 486
                        +1s
                        """,
                two());
    }

    @TestFactory
    Stream<DynamicTest> theNewestFlowIsRungAlone() {
        return inOrder(
                flows()
                        + """
                        a1> INVITE to:bob
                        e1< INVITE offer=a1
                        e1> 486
                        e1< ACK
                        a1< 486
                        """,
                two());
    }

    @TestFactory
    Stream<DynamicTest> aFlowThatHasFailedIsFollowedByTheNext() {
        return inOrder(
                flows()
                        + """
                        a1> INVITE to:bob
                        e1< INVITE offer=a1
                        e1> 430
                        e1< ACK
                        b1< INVITE offer=a1
                        b1> 486
                        b1< ACK
                        a1< 486
                        """,
                two());
    }

    @TestFactory
    Stream<DynamicTest> whenAllFlowsHaveFailedThePhoneIsNotThere() {
        return inOrder(
                flows()
                        + """
                        a1> INVITE to:bob
                        e1< INVITE offer=a1
                        e1> 430
                        e1< ACK
                        b1< INVITE offer=a1
                        b1> 430
                        b1< ACK
                        a1< 480
                        """,
                two());
    }
}
