package io.referee.server.ladders;

import static io.referee.server.ladders.Playing.everyWay;
import static io.referee.server.ladders.Playing.inOrder;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.server.account.Provider;
import io.referee.server.cdr.Facts;
import io.referee.server.cdr.LegRecord;
import io.referee.server.event.Event;
import io.referee.server.event.ProviderFact;
import io.referee.sip.session.Reach;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.List;
import java.util.stream.Stream;

/// Calls and message waiting from a provider, whose server is the phone `p`. The account `aaron`,
/// with the phone `m`, has the name of the provider's owner.
class ProviderCallInLaddersTest {
    private static final String NOT_THERE =
            """
            p2> INVITE to:"sip:nobody@example.org"
            p2< 404
            """;

    private static final String SUMMARY =
            "Event:message-summary Content-Type:application/simple-message-summary"
                    + " body=\"Messages-Waiting: yes\" type=application/simple-message-summary";

    private static final String TALK =
            """
            m< INVITE offer=p2 to:aaron
            m> 180
            p2<? 180
            m> 200
            m< ACK
            p2< 200 answer=m
            p2> ACK
            +1s
            m> BYE
            m< 200
            p2< BYE
            p2> 200
            """;

    private static World trunk() {
        return World.usual().guest("p", "u").provider("blueface", "p", provider -> provider);
    }

    private static World world() {
        return World.usual()
                .guest("p", "u")
                .phone("m", "aaron")
                .provider("blueface", "p", provider -> provider);
    }

    private static Provider mwi(Provider old) {
        return registering(old, "", true);
    }

    private static Provider registering(Provider old, String contact, boolean mwi) {
        return new Provider(
                old.owner(),
                old.name(),
                old.server(),
                old.login(),
                old.calls(),
                new Provider.Registration(true, contact, "", "", 3600, mwi, ""));
    }

    @TestFactory
    Stream<DynamicTest> aCallToOurNameThereRingsTheAccountOfTheOwnersName() {
        return everyWay(
                """
                p2> INVITE uri="sip:blueface.aaron@192.0.2.1:5060" to:"sip:u@198.51.100.6" from:"<sip:0851234567@198.51.100.6>"
                """
                        + TALK,
                world());
    }

    @TestFactory
    Stream<DynamicTest> theNameIsComparedWithoutCase() {
        return inOrder(
                "p2> INVITE uri=\"sip:BlueFace.aaron@192.0.2.1:5060\" to:\"sip:u@198.51.100.6\"\n"
                        + TALK,
                world());
    }

    @TestFactory
    Stream<DynamicTest> aCallToTheContactOfTheOwnersWishRingsTheAccountThatItNames() {
        return everyWay(
                """
                p< REGISTER Contact:"<sip:bob@example.org;rinstance=MARK>"
                p> 200
                p2> INVITE uri="sip:bob@example.org;rinstance=MARK" to:"sip:u@198.51.100.6"
                b< INVITE offer=p2
                b> 486
                b< ACK
                p2< 486
                api> provider blueface remove
                api< 200
                p< REGISTER Expires:0 Contact:"*;rinstance=MARK>"
                p> 200
                """
                        .replace("MARK", "oagsdz"),
                World.usual()
                        .guest("p", "u")
                        .provider(
                                "blueface",
                                "p",
                                old -> registering(old, "sip:bob@example.org", false)));
    }

    @TestFactory
    Stream<DynamicTest> whereNobodyTakesCallsOfTheProviderTheyAreRefused() {
        return everyWay(
                """
                p2> INVITE uri="sip:blueface.aaron@192.0.2.1:5060" to:"sip:u@198.51.100.6"
                p2< 404 reason="Nobody takes calls of this provider"
                """,
                World.usual()
                        .guest("p", "u")
                        .provider("blueface", "p", provider -> provider)
                        .events(
                                events ->
                                        assertThat(untaken(events))
                                                .containsOnly(
                                                        "aaron has several accounts, and none of"
                                                                + " them is named in"
                                                                + " registerContact, is"
                                                                + " aaron@example.org or has the"
                                                                + " only plan for incoming calls"
                                                                + " (in)"))
                        .records(book -> assertThat(legs(book)).containsOnly("404 aaron")));
    }

    /// A refusal that is lost is given anew to the INVITE that is repeated, which is one more call.
    private static List<String> untaken(List<Event> events) {
        return events.stream()
                .filter(event -> event.fact() instanceof ProviderFact.Untaken)
                .filter(event -> !event.call().isEmpty() && event.owner().equals("aaron"))
                .map(event -> String.valueOf(event.fact().data().get("reason")))
                .toList();
    }

    private static List<String> legs(Facts.Book book) {
        return book.records.values().stream()
                .filter(LegRecord.class::isInstance)
                .map(LegRecord.class::cast)
                .map(leg -> leg.endStatus() + " " + leg.owner())
                .toList();
    }

    @TestFactory
    Stream<DynamicTest> aCallToADomainOfSeveralOwnersIsNobodysForItsAddressAlone() {
        return Stream.concat(
                everyWay(
                        NOT_THERE,
                        trunk().records(book -> assertThat(legs(book)).contains("404 aaron"))),
                everyWay(
                        NOT_THERE,
                        trunk().owner("carol", "basil")
                                .records(book -> assertThat(legs(book)).isEmpty())));
    }

    @TestFactory
    Stream<DynamicTest> aCallOfAProvidersServerToANumberOfNobodyIsACallOfItsOwner() {
        return everyWay(
                """
                p2> INVITE uri="sip:0123@192.0.2.1:5060" to:"sip:0123@192.0.2.1"
                p2< 404 reason="Domain not served"
                """,
                World.usual()
                        .guest("p", "u")
                        .provider("blueface", "p", provider -> provider)
                        .events(
                                events ->
                                        assertThat(untaken(events))
                                                .containsOnly(
                                                        "it goes to sip:0123@192.0.2.1:5060, which"
                                                                + " is neither our Contact there"
                                                                + " nor blueface.aaron"))
                        .records(book -> assertThat(legs(book)).containsOnly("404 aaron")));
    }

    @TestFactory
    Stream<DynamicTest> fromElsewhereTheNameIsThatOfAnAccountBehindADot() {
        return everyWay(
                """
                g> INVITE to:"sip:blueface.aaron@example.org"
                m< INVITE offer=g
                m> 486
                m< ACK
                g< 486
                """,
                world());
    }

    @TestFactory
    Stream<DynamicTest> fromElsewhereAnAddressOfOursThatIsNoDomainIsNotServed() {
        return everyWay(
                """
                g> INVITE uri="sip:blueface.aaron@192.0.2.1:5060" to:"sip:u@198.51.100.6"
                g< 404 reason="Domain not served"
                """,
                world());
    }

    // ---- message waiting

    private static final String SUBSCRIBED =
            """
            p< REGISTER
            p> 200
            p2< SUBSCRIBE Event:message-summary Expires:3600 uri="sip:u@198.51.100.6" Authorization:none
            p2> 401 WWW-Authenticate:"Digest realm=\\"r\\", nonce=\\"n\\", qop=\\"auth\\""
            p2< SUBSCRIBE Event:message-summary Authorization:"Digest username=\\"u\\"*"
            p2> 200 Expires:3600
            """;

    private static final String LEFT =
            """
            api> provider blueface remove
            api< 200
            p2< SUBSCRIBE Expires:0
            p2> 200
            p< REGISTER Expires:0
            p> 200
            """;

    /// `security.owner.deniedNetworks`: a REGISTER that names a proxy there.
    @TestFactory
    Stream<DynamicTest> messageWaitingIsNotPassedIntoADeniedNetwork() {
        Reach reach =
                new Reach(address -> !address.getHostAddress().equals("198.51.100.99"), "Denied");
        return inOrder(
                SUBSCRIBED
                        + """
                        m> REGISTER to:aaron Supported:path Path:"<sip:198.51.100.99;lr>"
                        m< 200
                        p2> NOTIFY SUMMARY Subscription-State:"active;expires=3600"
                        p2< 200 NOTIFY
                        +1s
                        """
                                .replace("SUMMARY", SUMMARY)
                        + LEFT,
                world().offline("m")
                        .provider("blueface", "p", ProviderCallInLaddersTest::mwi)
                        .prepared(core -> core.switchboard().agent().reach(reach)));
    }

    @TestFactory
    Stream<DynamicTest> messageWaitingIsSubscribedToAndPassedToThePhones() {
        return inOrder(
                SUBSCRIBED
                        + """
                        p2> NOTIFY SUMMARY Subscription-State:"active;expires=3600"
                        m< NOTIFY to:aaron Event:message-summary Subscription-State:"active;expires=3600" body="Messages-Waiting: yes"
                        m> 200
                        p2< 200 NOTIFY
                        """
                                .replace("SUMMARY", SUMMARY)
                        + LEFT,
                world().provider("blueface", "p", ProviderCallInLaddersTest::mwi));
    }

    @TestFactory
    Stream<DynamicTest> theSubscriptionIsRefreshedWithinItsDialog() {
        return Playing.plainly(
                SUBSCRIBED
                        + """
                        +3541s
                        p< REGISTER
                        p> 200
                        p2< SUBSCRIBE Expires:3600 uri="sip:u@198.51.100.6:5060*"
                        p2> 200 Expires:3600
                        """
                        + LEFT,
                world().provider("blueface", "p", ProviderCallInLaddersTest::mwi));
    }

    @TestFactory
    Stream<DynamicTest> messageWaitingThatNobodyAskedForIsPassedToo() {
        return everyWay(
                """
                p> NOTIFY uri="sip:blueface.aaron@192.0.2.1:5060" to:"sip:u@198.51.100.6" Subscription-State:active SUMMARY
                m< NOTIFY to:aaron body="Messages-Waiting: yes"
                m> 200
                p< 200 NOTIFY
                """
                        .replace("SUMMARY", SUMMARY),
                world());
    }

    @TestFactory
    Stream<DynamicTest> withoutAPhoneMessageWaitingIsRefused() {
        return everyWay(
                """
                p> NOTIFY uri="sip:blueface.aaron@192.0.2.1:5060" to:"sip:u@198.51.100.6" Subscription-State:active SUMMARY
                p< 480
                """
                        .replace("SUMMARY", SUMMARY),
                world().offline("m"));
    }

    @TestFactory
    Stream<DynamicTest> withoutAnAccountMessageWaitingIsRefused() {
        return everyWay(
                """
                p> NOTIFY uri="sip:blueface.aaron@192.0.2.1:5060" to:"sip:u@198.51.100.6" Subscription-State:active SUMMARY
                p< 404
                """
                        .replace("SUMMARY", SUMMARY),
                World.usual().guest("p", "u").provider("blueface", "p", provider -> provider));
    }

    @TestFactory
    Stream<DynamicTest> aStrangerCannotTellOfMessages() {
        return everyWay(
                """
                g> NOTIFY uri="sip:blueface.aaron@192.0.2.1:5060" to:"sip:u@198.51.100.6" Subscription-State:active SUMMARY
                g< 405
                """
                        .replace("SUMMARY", SUMMARY),
                world());
    }

    @TestFactory
    Stream<DynamicTest> fivePhonesAreToldAtTheMost() {
        World many = world();
        for (String phone : List.of("ma", "mb", "mc", "md", "me")) {
            many.phone(phone, "aaron");
        }
        return inOrder(
                """
                p> NOTIFY uri="sip:blueface.aaron@192.0.2.1:5060" to:"sip:u@198.51.100.6" Subscription-State:active SUMMARY
                p< 200
                ma< NOTIFY
                ma> 200
                mb< NOTIFY
                mb> 200
                mc< NOTIFY
                mc> 200
                md< NOTIFY
                md> 200
                me<~ NOTIFY
                me> 200
                """
                        .replace("SUMMARY", SUMMARY),
                many);
    }
}
