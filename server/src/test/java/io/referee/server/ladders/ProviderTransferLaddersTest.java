package io.referee.server.ladders;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.server.account.Provider;
import io.referee.server.account.TransferMode;
import io.referee.server.cdr.Facts;
import io.referee.server.cdr.LegRecord;
import io.referee.server.event.Event;
import io.referee.server.event.TransferFact;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// What a REFER of a provider may do, and at whose cost (`transfers.md` 0.5, F.2.3, F.3). The
/// provider `blueface` is played by the phone `p`; its calls come to the account `aaron` with the
/// phone `m`, and alice (`a`) calls out over it.
class ProviderTransferLaddersTest {
    private static final String CALLING =
            """
            p> INVITE uri="sip:blueface.aaron@192.0.2.1:5060" to:"sip:u@198.51.100.6" from:"<sip:0851234567@198.51.100.6>"
            m< INVITE offer=p
            m> 200
            m< ACK
            p< 200 answer=m
            p> ACK
            +1s
            """;

    private static final String CALLED =
            """
            m> INVITE to:085
            p< INVITE offer=m
            p> 200
            p< ACK
            m< 200 answer=p
            m> ACK
            +1s
            """;

    private static final String ENDS =
            """
            +1s
            p> BYE
            p< 200
            m< BYE
            m> 200
            """;

    private static final String REFUSED = "p> REFER Refer-To:dave\np< 603 Warning:none\n" + ENDS;

    private static final String CARRIED_OUT =
            """
            p> REFER Refer-To:dave
            p< 202
            p< NOTIFY 100 active
            p> 200
            d< INVITE offer=m dir=sendrecv
            d> 200
            d< ACK
            m< re-INVITE offer=d
            m> 200
            m< ACK
            p< NOTIFY 200 terminated
            p> 200
            p> BYE
            p< 200
            +8s
            m> BYE
            m< 200
            d< BYE
            d> 200
            """;

    /// Calls from the provider, and calls over it.
    private static Stream<DynamicTest> bothWays(String ladder, World world) {
        return Stream.concat(
                Playing.everyWay(CALLING + ladder, world),
                Playing.everyWay(CALLED + ladder, world)
                        .map(
                                test ->
                                        DynamicTest.dynamicTest(
                                                "called by us, " + test.getDisplayName(),
                                                test.getExecutable())));
    }

    private static World world(TransferMode mode, String payer) {
        Provider.Transfers may = new Provider.Transfers(mode, payer);
        return World.usual()
                .guest("p", "u")
                .phone("m", "aaron")
                .plans(book -> book.dial("aaron", "085@blueface"))
                .provider("blueface", "p", old -> Providers.transferring(old, may));
    }

    /// Who paid for the leg to dave.
    private static Consumer<Facts.Book> davePaidBy(String payer) {
        return book ->
                assertThat(
                                book.records.values().stream()
                                        .filter(LegRecord.class::isInstance)
                                        .map(LegRecord.class::cast)
                                        .filter(leg -> leg.to().contains("dave"))
                                        .map(LegRecord::payer))
                        .containsExactly(payer);
    }

    /// What the trace says would allow it.
    private static Consumer<List<Event>> allowedBy(String setting) {
        return events ->
                assertThat(
                                events.stream()
                                        .map(Event::fact)
                                        .filter(TransferFact.Blocked.class::isInstance)
                                        .map(TransferFact.Blocked.class::cast)
                                        .map(TransferFact.Blocked::setting))
                        .containsExactly(setting);
    }

    @TestFactory
    @DisplayName("F.3: a provider without the flag may not transfer")
    Stream<DynamicTest> withoutTheFlag() {
        return bothWays(
                REFUSED,
                world(TransferMode.DENY, "")
                        .events(
                                allowedBy(
                                        "`transfer: consume` and `payer`, or `transfer: pass`, of"
                                                + " provider blueface")));
    }

    @TestFactory
    @DisplayName("F.3: a provider with the flag may, and the account that its owner named pays")
    Stream<DynamicTest> theAccountThatIsNamedPays() {
        return bothWays(
                CARRIED_OUT,
                world(TransferMode.CONSUME, "carol@example.org")
                        .records(davePaidBy("carol@example.org")));
    }

    @TestFactory
    @DisplayName("F.2: a provider whose transfers nobody pays for may not transfer")
    Stream<DynamicTest> nobodyPays() {
        return bothWays(
                REFUSED,
                world(TransferMode.CONSUME, "")
                        .events(
                                allowedBy(
                                        "`payer` of provider blueface: an account of aaron that"
                                                + " pays for it")));
    }

    @TestFactory
    @DisplayName("F.2: an account of somebody else, or one that is gone, pays for nothing")
    Stream<DynamicTest> somebodyElsePaysNothing() {
        return Stream.of("erin@example.org", "nobody@example.org")
                .flatMap(
                        payer ->
                                Playing.inOrder(
                                        CALLING + REFUSED,
                                        world(TransferMode.CONSUME, payer)
                                                .phone("e", "erin")
                                                .owner("erin", "basil")));
    }

    @TestFactory
    @DisplayName("0.5: the REFER of a provider is passed on")
    Stream<DynamicTest> passedOn() {
        return bothWays(
                """
                p> REFER Refer-To:dave
                m< REFER Refer-To:"<sip:dave@*"
                m> 202
                p< 202
                m> NOTIFY Event:refer Subscription-State:"terminated;reason=noresource" body="SIP/2.0 200 OK" type=message/sipfrag
                m< 200 NOTIFY
                p< NOTIFY 200 terminated
                p> 200
                """
                        + ENDS,
                world(TransferMode.PASS, ""));
    }

    @TestFactory
    @DisplayName("0.5: a provider with attended may connect, and not place calls")
    Stream<DynamicTest> attendedOnly() {
        return bothWays(REFUSED, world(TransferMode.ATTENDED, "carol@example.org"));
    }

    @TestFactory
    @DisplayName("F.3: the flag holds after a restart, as the provider has it then")
    Stream<DynamicTest> afterARestart() {
        return bothWays(
                "+1s\napi> kill\napi< 200\n" + CARRIED_OUT,
                world(TransferMode.CONSUME, "carol@example.org")
                        .records(davePaidBy("carol@example.org")));
    }

    @TestFactory
    @DisplayName("F.3: a provider that is removed may not transfer any more")
    Stream<DynamicTest> removed() {
        return bothWays(
                "api> provider blueface remove\napi< 200\n" + REFUSED,
                world(TransferMode.CONSUME, "carol@example.org"));
    }
}
