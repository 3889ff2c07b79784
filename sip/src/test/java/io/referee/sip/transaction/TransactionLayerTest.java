package io.referee.sip.transaction;

import static io.referee.sip.transaction.LayerWorld.TCP;
import static io.referee.sip.transaction.LayerWorld.UDP;
import static io.referee.sip.transaction.LayerWorld.request;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.sip.header.Via;
import io.referee.sip.message.MessageBuilder;
import io.referee.sip.message.Method;
import io.referee.sip.message.Response;
import io.referee.sip.transaction.Effect.Cause;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

/// How messages find their transaction (RFC 3261 §17.1.3, §17.2.3), and what becomes of those that
/// find none.
class TransactionLayerTest {
    private static final String BRANCH = "z9hG4bKone";

    private final LayerWorld world = new LayerWorld();

    private ServerTransaction handed() {
        return world.handed.getLast();
    }

    // ---- requests

    @Test
    void anInviteIsAnswered100AtOnceAndItsRetransmissionsGetWhatWasSaidLast() {
        world.receive(request("INVITE", BRANCH, 1));
        assertThat(world.sent()).containsExactly("100 INVITE");

        handed().respond(180);
        world.receive(request("INVITE", BRANCH, 1));

        assertThat(world.sent()).containsExactly("180 INVITE", "180 INVITE");
        assertThat(world.handed).hasSize(1);
    }

    @Test
    void anAckThatBelongsToNothingIsPassedUpAndNothingIsSent() {
        world.receive(request("ACK", BRANCH, 1, "b"));

        assertThat(world.heard).containsExactly("ACK");
        assertThat(world.sent()).isEmpty();
        assertThat(world.layer.size()).isZero();
    }

    @Test
    void theAckOfAFailureEndsItsRetransmissionsAndIsNotPassedUp() {
        world.receive(request("INVITE", BRANCH, 1));
        handed().respond(486);
        world.pass(600);
        assertThat(world.sent()).containsExactly("100 INVITE", "486 INVITE", "486 INVITE");

        world.receive(request("ACK", BRANCH, 1, handed().toTag()));
        world.receive(request("ACK", BRANCH, 1, handed().toTag()));
        world.pass(40_000);

        assertThat(world.sent()).isEmpty();
        assertThat(world.heard).isEmpty();
        assertThat(world.layer.size()).isZero();
    }

    /// RFC 6026 §7.1.
    @Test
    void afterA2xxTheInviteIsAbsorbedAndEach2xxOfAForkGoesOut() {
        world.receive(request("INVITE", BRANCH, 1));
        Response success = handed().responding().response(200);
        handed().respond(success);
        world.receive(request("INVITE", BRANCH, 1));
        handed().forward(MessageBuilder.responding(handed().request(), "fork").response(200));
        handed().respond(486);

        assertThat(world.sent()).containsExactly("100 INVITE", "200 INVITE", "200 INVITE");
        assertThat(world.handed).hasSize(1);
    }

    /// RFC 6026 §8.7.
    @Test
    void a2xxThatCannotBeSentIsToldToTheUser() {
        List<Cause> causes = new ArrayList<>();
        world.receive(request("INVITE", BRANCH, 1));
        handed().listener(
                        new ServerTransaction.Listener() {
                            @Override
                            public void failed(ServerTransaction transaction, Cause cause) {
                                causes.add(cause);
                            }
                        });
        Response success = handed().responding().response(200);
        handed().respond(success);

        world.layer.failed(success, UDP);

        assertThat(causes).containsExactly(Cause.TRANSPORT);
        assertThat(world.layer.size()).isEqualTo(1);
    }

    @Test
    void overAStreamNothingIsRepeatedAndNothingLingers() {
        world.receive(request("INVITE", BRANCH, 1), TCP);
        handed().respond(486);
        world.receive(request("OPTIONS", "z9hG4bKtwo", 2), TCP);
        handed().respond(200);
        world.pass(5_000);
        assertThat(world.sent()).containsExactly("100 INVITE", "486 INVITE", "200 OPTIONS");

        world.receive(request("ACK", BRANCH, 1, world.handed.getFirst().toTag()), TCP);

        assertThat(world.layer.size()).isZero();
    }

    @Test
    void overAStreamNeitherRequestsAreRepeatedNorDoTheirTransactionsLinger() {
        ClientTransaction invite = world.send("INVITE", TCP);
        ClientTransaction options = world.send("OPTIONS", TCP);
        world.pass(20_000);
        assertThat(world.sent()).containsExactly("INVITE", "OPTIONS");

        world.layer.received(world.response(invite.request(), 486), TCP);
        world.layer.received(world.response(options.request(), 200), TCP);

        assertThat(world.sent()).containsExactly("ACK");
        assertThat(world.layer.size()).isZero();
    }

    // ---- RFC 4320

    @Test
    void aSlowAnswerIsAnnouncedBy100WhenTheClientHasComeToT2() {
        world.receive(request("OPTIONS", BRANCH, 1));
        world.pass(3_400);
        world.receive(request("OPTIONS", BRANCH, 1));
        assertThat(world.sent()).isEmpty();

        world.pass(200);
        world.receive(request("OPTIONS", BRANCH, 1));

        assertThat(world.sent()).containsExactly("100 OPTIONS", "100 OPTIONS");
    }

    @Test
    void aQuickAnswerStartsNoTimerForA100() {
        world.receive(request("OPTIONS", BRANCH, 1));
        handed().respond(200);
        world.pass(10_000);

        assertThat(world.sent()).containsExactly("200 OPTIONS");
    }

    @Test
    void onlyAnInviteGetsProvisionalResponsesOfItsUser() {
        world.receive(request("OPTIONS", BRANCH, 1));
        handed().respond(183);
        handed().respond(200);

        assertThat(world.sent()).containsExactly("200 OPTIONS");
    }

    @Test
    void a408IsSilenceForAllButAnInvite() {
        world.receive(request("OPTIONS", BRANCH, 1));
        handed().respond(408);
        world.receive(request("OPTIONS", BRANCH, 1));
        handed().respond(200);

        assertThat(world.sent()).isEmpty();
        assertThat(world.handed).hasSize(1);
        world.pass(33_000);
        assertThat(world.layer.size()).isZero();
    }

    // ---- CANCEL

    @Test
    void aCancelOfNothingIsAnswered481() {
        world.receive(request("CANCEL", BRANCH, 1));

        assertThat(world.sent()).containsExactly("481 CANCEL");
    }

    @Test
    void aCancelHasTheTagOfItsInviteAndComesUpOnce() {
        List<String> cancelled = new ArrayList<>();
        world.receive(request("INVITE", BRANCH, 1));
        handed().listener(
                        new ServerTransaction.Listener() {
                            @Override
                            public void cancelled(
                                    ServerTransaction transaction,
                                    io.referee.sip.message.Request cancel) {
                                cancelled.add(transaction.toTag());
                                transaction.respond(487);
                            }
                        });
        world.receive(request("CANCEL", BRANCH, 1));
        world.receive(request("CANCEL", BRANCH, 1));

        assertThat(world.sent())
                .containsExactly("100 INVITE", "200 CANCEL", "487 INVITE", "200 CANCEL");
        assertThat(cancelled).containsExactly(handed().toTag());
    }

    @Test
    void aCancelAfterTheAnswerIsAnswered200AndChangesNothing() {
        world.receive(request("INVITE", BRANCH, 1));
        handed().respond(200);
        world.receive(request("CANCEL", BRANCH, 1));

        assertThat(world.sent()).containsExactly("100 INVITE", "200 INVITE", "200 CANCEL");
    }

    @Test
    void aCancelOfAnotherRequestThanInviteIsAnswered200AndChangesNothing() {
        world.receive(request("OPTIONS", BRANCH, 1));
        world.receive(request("CANCEL", BRANCH, 1));
        handed().respond(200);

        assertThat(world.sent()).containsExactly("200 CANCEL", "200 OPTIONS");
    }

    @Test
    void aCancelOfOursWaitsForAProvisionalResponse() {
        ClientTransaction invite = world.send("INVITE", UDP);
        world.layer.cancel(invite, "");
        assertThat(world.sent()).containsExactly("INVITE");

        world.layer.received(world.response(invite.request(), 180), UDP);
        world.layer.cancel(invite, "");

        assertThat(world.sent()).containsExactly("CANCEL");
    }

    // ---- RFC 2543 (§17.2.3)

    @Test
    void withoutTheMagicCookieARequestIsKnownByWhatItSays() {
        world.receive(request("INVITE", "1", 1));
        world.receive(request("INVITE", "1", 1));
        world.receive(request("INVITE", "1", 2));
        world.receive(request("INVITE", "1", 1).replace("sip:bob@example.org SIP", "sip:eve SIP"));
        world.receive(request("INVITE", "1", 1).replace("tag=a", "tag=c"));
        world.receive(request("INVITE", "1", 1).replace("branch=1", "branch=1;hidden"));

        assertThat(world.handed).hasSize(5);
    }

    @Test
    void withoutTheMagicCookieAnAckMustHaveTheTagOfTheResponse() {
        world.receive(request("INVITE", "1", 1));
        handed().respond(486);
        world.receive(request("ACK", "1", 1, "another"));
        assertThat(world.heard).containsExactly("ACK");

        world.receive(request("ACK", "1", 1, handed().toTag()));
        assertThat(world.heard).containsExactly("ACK");
        world.pass(6_000);
        assertThat(world.layer.size()).isZero();
    }

    @Test
    void withoutTheMagicCookieACancelFindsItsInvite() {
        world.receive(request("INVITE", "1", 1));
        world.receive(request("CANCEL", "1", 1));

        assertThat(world.sent()).containsExactly("100 INVITE", "200 CANCEL");
    }

    // ---- responses

    @Test
    void aResponseMustFitInBranchMethodAndSentBy() {
        ClientTransaction options = world.send("OPTIONS", UDP);
        Response right = world.response(options.request(), 200);
        Via via = right.via();

        world.layer.received(
                MessageBuilder.from(right)
                        .replaceTopVia(Via.own("UDP", via.host(), via.port(), "z9hG4bKother"))
                        .response(200),
                UDP);
        world.layer.received(
                MessageBuilder.from(right)
                        .cseq(new io.referee.sip.header.CSeq(1, Method.INFO))
                        .response(200),
                UDP);
        world.layer.received(
                MessageBuilder.from(right)
                        .replaceTopVia(Via.own("UDP", "192.0.2.66", via.port(), via.branch()))
                        .response(200),
                UDP);
        assertThat(world.heard).containsExactly("stray 200 OPTIONS", "stray 200 INFO");
        assertThat(options.finished()).isFalse();

        world.layer.received(right, UDP);
        assertThat(world.heard).endsWith("200 OPTIONS");
    }

    @Test
    void aRepeatedFinalResponseToOtherThanInviteIsAbsorbed() {
        ClientTransaction options = world.send("OPTIONS", UDP);
        world.layer.received(world.response(options.request(), 200), UDP);
        world.layer.received(world.response(options.request(), 200), UDP);

        assertThat(world.heard).containsExactly("200 OPTIONS");
    }

    // ---- merged requests (§8.2.2.2)

    @Test
    void aRequestThatComesAgainByAnotherWayIsAnswered482() {
        world.layer.refuseMerged();
        world.receive(request("INVITE", BRANCH, 1));
        world.receive(request("INVITE", "z9hG4bKtwo", 1));

        assertThat(world.sent()).containsExactly("100 INVITE", "482 INVITE");
        assertThat(world.handed).hasSize(1);
    }

    @Test
    void aProxyGetsBothRequestsThatCameByDifferentWays() {
        world.receive(request("INVITE", BRANCH, 1));
        world.receive(request("INVITE", "z9hG4bKtwo", 1));

        assertThat(world.handed).hasSize(2);
    }

    @Test
    void anotherCseqOrAddressIsAnotherRequestAndSoIsOneWithinADialog() {
        world.layer.refuseMerged();
        world.receive(request("INVITE", BRANCH, 1));
        world.receive(request("INVITE", "z9hG4bKtwo", 2));
        world.receive(
                request("INVITE", "z9hG4bKthree", 1)
                        .replace("sip:bob@example.org SIP", "sip:e SIP"));
        world.receive(request("INVITE", "z9hG4bKfour", 1, "b"));

        assertThat(world.handed).hasSize(4);
    }

    @Test
    void aChallengedRequestMayComeAgainAndOneThatIsForgottenToo() {
        world.layer.refuseMerged();
        world.receive(request("OPTIONS", BRANCH, 1));
        handed().respond(401);
        world.receive(request("OPTIONS", "z9hG4bKtwo", 1));
        handed().respond(200);
        world.pass(33_000);
        world.receive(request("OPTIONS", "z9hG4bKthree", 1));

        assertThat(world.handed).hasSize(3);
    }
}
