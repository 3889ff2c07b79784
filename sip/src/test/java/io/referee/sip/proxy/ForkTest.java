package io.referee.sip.proxy;

import static io.referee.sip.proxy.ProxyWorld.BOB;
import static io.referee.sip.proxy.ProxyWorld.CAROL;
import static io.referee.sip.proxy.ProxyWorld.cancelOf;
import static io.referee.sip.proxy.ProxyWorld.request;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.sip.message.HeaderName;
import io.referee.sip.message.Method;
import io.referee.sip.message.Request;
import io.referee.sip.transport.Hop;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.Collections;

/// Several targets: what goes back, and who is cancelled (RFC 3261 §16.7, §16.8, §16.10).
class ForkTest {
    private final ProxyWorld world = ProxyWorld.to(BOB, CAROL);
    private final Request invite = request("INVITE", "", "");

    private void ring() {
        world.fromAlice(invite);
        world.answer(BOB, Method.INVITE, 180);
        world.answer(CAROL, Method.INVITE, 180);
    }

    @Test
    void theFirstAnswerCancelsTheOthers() {
        ring();
        world.answer(BOB, Method.INVITE, 200);

        assertThat(world.count(CAROL, Method.CANCEL)).isEqualTo(1);
        assertThat(world.count(BOB, Method.CANCEL)).isZero();
        world.answer(CAROL, Method.CANCEL, 200);
        world.answer(CAROL, Method.INVITE, 487);
        assertThat(world.statuses()).containsExactly(180, 180, 200);
        assertThat(world.count(CAROL, Method.ACK)).isEqualTo(1);
        world.time.advance(Duration.ofMinutes(5));
        assertThat(world.proxy.size()).isZero();
    }

    /// RFC 6026 §7.1: the caller must hear of both, or one of them stays off hook for ever.
    @Test
    void twoAnswersBothGoBack() {
        ring();
        world.answer(BOB, Method.INVITE, 200);
        world.answer(CAROL, Method.INVITE, 200);

        assertThat(world.statuses()).containsExactly(180, 180, 200, 200);
        assertThat(world.lastResponse().toTag()).isEqualTo("t" + CAROL.host());
    }

    @Test
    void aBranchThatIsSilentIsCancelledOnceItSpeaks() {
        world.fromAlice(invite);
        world.answer(BOB, Method.INVITE, 200);
        assertThat(world.count(CAROL, Method.CANCEL)).isZero();

        world.answer(CAROL, Method.INVITE, 180);
        world.answer(CAROL, Method.INVITE, 183);
        assertThat(world.count(CAROL, Method.CANCEL)).isEqualTo(1);
        assertThat(world.statuses()).containsExactly(200);
    }

    @Test
    void aFailureWaitsForTheOthersAndTheBestGoesBack() {
        ring();
        world.answer(BOB, Method.INVITE, 503, "Retry-After", "10");
        assertThat(world.statuses()).containsExactly(180, 180);

        world.answer(CAROL, Method.INVITE, 486);
        assertThat(world.statuses()).containsExactly(180, 180, 486);
    }

    @Test
    void a503OfACalleeIsNotOurs() {
        ring();
        world.answer(BOB, Method.INVITE, 503, "Retry-After", "10");
        world.answer(CAROL, Method.INVITE, 503, "Retry-After", "10");

        assertThat(world.lastResponse().status()).isEqualTo(500);
        assertThat(world.lastResponse().count(HeaderName.RETRY_AFTER)).isZero();
    }

    @Test
    void challengesOfAllBranchesAreGathered() {
        ring();
        world.answer(BOB, Method.INVITE, 407, "Proxy-Authenticate", "Digest realm=\"b\"");
        world.answer(CAROL, Method.INVITE, 401, "WWW-Authenticate", "Digest realm=\"c\"");

        assertThat(world.lastResponse().status()).isEqualTo(407);
        assertThat(world.lastResponse().count(HeaderName.PROXY_AUTHENTICATE)).isEqualTo(1);
        assertThat(world.lastResponse().count(HeaderName.WWW_AUTHENTICATE)).isEqualTo(1);
    }

    @Test
    void aDeclineSpeaksForAllButWaitsForThem() {
        ring();
        world.answer(BOB, Method.INVITE, 603);
        assertThat(world.count(CAROL, Method.CANCEL)).isEqualTo(1);
        assertThat(world.statuses()).containsExactly(180, 180);

        world.answer(CAROL, Method.INVITE, 487);
        assertThat(world.statuses()).containsExactly(180, 180, 603);
    }

    /// RFC 3261 §9.2, §16.10.
    @Test
    void aCancelOfTheCallerReachesEveryBranch() {
        ring();
        world.fromAlice(cancelOf(invite));
        assertThat(world.count(BOB, Method.CANCEL)).isEqualTo(1);
        assertThat(world.count(CAROL, Method.CANCEL)).isEqualTo(1);

        world.answer(BOB, Method.INVITE, 487);
        world.answer(CAROL, Method.INVITE, 487);
        assertThat(world.statuses()).containsExactly(180, 180, 200, 487);
    }

    /// RFC 3261 §9.1: who does not answer its CANCEL within 64*T1 is given up.
    @Test
    void aBranchThatIgnoresItsCancelDoesNotHoldTheCallerUp() {
        ring();
        world.fromAlice(cancelOf(invite));
        world.answer(BOB, Method.INVITE, 487);
        assertThat(world.statuses()).containsExactly(180, 180, 200);

        world.time.advance(Duration.ofSeconds(33));
        assertThat(world.statuses()).startsWith(180, 180, 200, 487).doesNotContain(408);
    }

    /// RFC 3261 §16.8: ringing for ever ends with Timer C, and each 18x starts it again.
    @Test
    void ringingEndsWithTimerC() {
        ring();
        world.time.advance(Duration.ofMinutes(2));
        world.answer(BOB, Method.INVITE, 180);
        world.time.advance(Duration.ofMinutes(2));
        assertThat(world.count(BOB, Method.CANCEL)).isZero();
        assertThat(world.count(CAROL, Method.CANCEL)).isPositive();

        world.time.advance(Duration.ofMinutes(2));
        assertThat(world.count(BOB, Method.CANCEL)).isPositive();
        world.time.advance(Duration.ofMinutes(1));
        assertThat(world.statuses().getLast()).isEqualTo(408);
    }

    /// RFC 5393 §5.3.3: what a request may fork is shared among its branches.
    @Test
    void breadthIsSharedAndNotExceeded() {
        world.fromAlice(request("INVITE", "", "Max-Breadth: 5\r\n"));
        assertThat(world.lastTo(BOB, Method.INVITE).value(Forwarding.MAX_BREADTH)).contains("2");
        assertThat(world.lastTo(CAROL, Method.INVITE).value(Forwarding.MAX_BREADTH)).contains("2");

        world.fromAlice(request("OPTIONS", "", "Max-Breadth: 1\r\n"));
        assertThat(world.statuses()).containsExactly(440);
    }

    @Test
    void moreTargetsThanTheLimitAreLeftOut() {
        ProxyWorld many = ProxyWorld.to(Collections.nCopies(40, BOB).toArray(new Hop[0]));
        many.fromAlice(invite);

        assertThat(many.count(BOB, Method.INVITE)).isEqualTo(Proxy.MAX_TARGETS);
    }
}
