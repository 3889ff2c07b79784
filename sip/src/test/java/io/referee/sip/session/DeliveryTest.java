package io.referee.sip.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.sip.header.Via;
import io.referee.sip.message.Request;
import io.referee.sip.message.Response;
import io.referee.sip.routing.AvoidList;
import io.referee.sip.transport.Hop;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// RFC 3263 §4.3: what happens when one of several servers fails.
class DeliveryTest {
    private static final Hop ONE = Town.udp(1);
    private static final Hop TWO = Town.udp(2);
    private static final Hop THREE = Town.udp(3);
    private static final Duration SILENCE = Failover.STANDARD.firstResponse();

    private final Town town = new Town().serve("example.net", ONE, TWO, THREE);
    private final Heard heard = new Heard();

    /// What the user of the session is told.
    private static final class Heard implements SessionListener {
        final List<String> all = new ArrayList<>();

        @Override
        public void ringing(Session session, Response response) {
            all.add("ringing " + response.toTag());
        }

        @Override
        public void answered(Session session, Response response) {
            all.add("answered " + response.toTag());
        }

        @Override
        public void rejected(Session session, Response response) {
            all.add("rejected " + response.status());
        }
    }

    private static String branch(Request request) {
        return request.via().branch();
    }

    // ---- 503

    @Test
    void after503TheNextServerGetsTheSameRequestWithANewBranch() {
        town.call("example.net", heard);
        Town.Sent first = town.last("INVITE", ONE);
        town.answer(first, 503);
        assertThat(town.takeSent())
                .containsExactly(
                        "INVITE to 198.51.100.1", "ACK to 198.51.100.1", "INVITE to 198.51.100.2");
        assertThat(heard.all).isEmpty();
    }

    @Test
    void onlyTheBranchDiffers() {
        town.call("example.net", heard);
        Town.Sent first = town.last("INVITE", ONE);
        town.answer(first, 503);
        Town.Sent second = town.last("INVITE", TWO);
        assertThat(branch(second.request()))
                .startsWith(Via.MAGIC_COOKIE)
                .isNotEqualTo(branch(first.request()));
        assertThat(second.request().toString().replace(branch(second.request()), "B"))
                .isEqualTo(first.request().toString().replace(branch(first.request()), "B"));
    }

    @Test
    void theServerThatAnsweredKeepsTheCall() {
        Session session = town.call("example.net", heard);
        town.answer(town.last("INVITE", ONE), 503);
        town.answer(town.last("INVITE", TWO), 200, "Record-Route: <sip:example.net;lr>");
        session.acknowledge(new byte[0]);
        session.bye(List.of());
        assertThat(heard.all).containsExactly("answered t198.51.100.2");
        assertThat(town.takeSent()).endsWith("ACK to 198.51.100.2", "BYE to 198.51.100.2");
    }

    @Test
    void whenAllAnswer503TheLastOneIsReported() {
        town.call("example.net", heard);
        town.answer(town.last("INVITE", ONE), 503);
        town.answer(town.last("INVITE", TWO), 503);
        town.answer(town.last("INVITE", THREE), 503);
        assertThat(heard.all).containsExactly("rejected 503");
    }

    @Test
    void anyOtherFailureIsAnAnswer() {
        for (int status : new int[] {404, 408, 480, 486, 500, 504, 600}) {
            town.call("example.net", heard);
            town.answer(town.last("INVITE", ONE), status);
        }
        assertThat(heard.all)
                .containsExactly(
                        "rejected 404",
                        "rejected 408",
                        "rejected 480",
                        "rejected 486",
                        "rejected 500",
                        "rejected 504",
                        "rejected 600");
        assertThat(town.takeSent()).noneMatch(sent -> sent.endsWith(".2"));
    }

    @Test
    void after503BehindRingingNobodyElseIsRung() {
        town.call("example.net", heard);
        town.answer(town.last("INVITE", ONE), 180);
        town.answer(town.last("INVITE", ONE), 503);
        assertThat(heard.all).containsExactly("ringing t198.51.100.1", "rejected 503");
        assertThat(town.takeSent()).noneMatch(sent -> sent.endsWith(".2"));
    }

    @Test
    void after503BehindTryingTheNextServerIsTried() {
        town.call("example.net", heard);
        town.answer(town.last("INVITE", ONE), 100);
        town.answer(town.last("INVITE", ONE), 503);
        assertThat(town.takeSent()).endsWith("INVITE to 198.51.100.2");
    }

    // ---- silence

    @Test
    void aSilentServerCostsSecondsAndNotHalfAMinute() {
        town.call("example.net", heard);
        town.pass(SILENCE.minusMillis(1));
        assertThat(town.takeSent()).containsOnly("INVITE to 198.51.100.1");
        town.pass(Duration.ofMillis(1));
        assertThat(town.takeSent()).containsExactly("INVITE to 198.51.100.2");
        town.answer(town.last("INVITE", TWO), 200);
        assertThat(heard.all).containsExactly("answered t198.51.100.2");
    }

    @Test
    void theLastServerHasTheWholeTimeOfTheTransaction() {
        town.call("example.net", heard);
        town.pass(SILENCE.multipliedBy(2).plusSeconds(31));
        assertThat(heard.all).isEmpty();
        town.pass(Duration.ofSeconds(1));
        assertThat(heard.all).containsExactly("rejected 408");
    }

    @Test
    void aServerThatSaidTryingIsWaitedFor() {
        town.call("example.net", heard);
        town.answer(town.last("INVITE", ONE), 100);
        town.pass(Duration.ofMinutes(2));
        assertThat(town.takeSent()).containsOnly("INVITE to 198.51.100.1");
    }

    @Test
    void anInviteThatWasOvertakenIsNotSentAgain() {
        town.call("example.net", heard);
        town.pass(SILENCE);
        town.takeSent();
        town.pass(Duration.ofSeconds(30));
        assertThat(town.takeSent()).noneMatch(sent -> sent.endsWith(".1"));
    }

    @Test
    void aServerThatRingsAfterItWasOvertakenIsCancelled() {
        town.call("example.net", heard);
        Town.Sent first = town.last("INVITE", ONE);
        town.pass(SILENCE);
        town.takeSent();
        town.answer(first, 180);
        town.answer(first, 180);
        assertThat(town.takeSent()).containsExactly("CANCEL to 198.51.100.1");
        assertThat(heard.all).isEmpty();
        town.answer(first, 487);
        assertThat(town.takeSent()).containsExactly("ACK to 198.51.100.1");
        town.answer(town.last("INVITE", TWO), 200);
        assertThat(heard.all).containsExactly("answered t198.51.100.2");
    }

    @Test
    void aServerThatAnswersAfterItWasOvertakenIsHungUp() {
        town.call("example.net", heard);
        Town.Sent first = town.last("INVITE", ONE);
        town.pass(SILENCE);
        town.takeSent();
        town.answer(first, 200);
        assertThat(town.takeSent()).containsExactly("ACK to 198.51.100.1", "BYE to 198.51.100.1");
        town.answer(first, 200);
        assertThat(town.takeSent()).containsExactly("ACK to 198.51.100.1");
        assertThat(heard.all).isEmpty();
    }

    @Test
    void aServerThatRefusesAfterItWasOvertakenIsAcknowledgedAndThatIsAll() {
        town.call("example.net", heard);
        Town.Sent first = town.last("INVITE", ONE);
        town.pass(SILENCE);
        town.takeSent();
        town.answer(first, 486);
        assertThat(town.takeSent()).containsExactly("ACK to 198.51.100.1");
        assertThat(heard.all).isEmpty();
    }

    @Test
    void nothingIsLeftOfAnOvertakenInvite() {
        town.call("example.net", heard);
        town.pass(SILENCE);
        town.answer(town.last("INVITE", TWO), 486);
        town.pass(Duration.ofMinutes(2));
        assertThat(town.agent.size()).isZero();
    }

    // ---- transport

    @Test
    void aServerThatCannotBeReachedIsPassedByAtOnce() {
        town.call("example.net", heard);
        town.fail(town.last("INVITE", ONE));
        town.fail(town.last("INVITE", TWO));
        assertThat(town.takeSent())
                .containsExactly(
                        "INVITE to 198.51.100.1",
                        "INVITE to 198.51.100.2",
                        "INVITE to 198.51.100.3");
        town.fail(town.last("INVITE", THREE));
        assertThat(heard.all).containsExactly("rejected 503");
    }

    @Test
    void a503SpeaksForTheServerOverEveryTransportAndABrokenTransportDoesNot() {
        town.serve("both.example", ONE, Hop.tcp(ONE.address()));
        town.call("both.example", heard);
        town.answer(town.last("INVITE", ONE), 503);
        assertThat(heard.all).containsExactly("rejected 503");
        town.call("both.example", heard);
        assertThat(town.sent.getLast().hop())
                .as("UDP failed lately")
                .isEqualTo(Hop.tcp(ONE.address()));
        town.fail(town.sent.getLast());
        assertThat(town.sent.getLast().hop()).isEqualTo(ONE);
    }

    @Test
    void anotherTransportShowsInViaAndContact() {
        town.serve("mixed.example", ONE, Hop.tcp(TWO.address()));
        town.call("mixed.example", heard);
        town.answer(town.last("INVITE", ONE), 503);
        Request second = town.last("INVITE", Hop.tcp(TWO.address())).request();
        assertThat(second.via().transport()).isEqualTo("TCP");
        assertThat(second.contact().orElseThrow().uri().text())
                .isEqualTo("sip:alice@192.0.2.100:5062;transport=tcp");
    }

    @Test
    void aNameWithoutServersIsATransportThatFails() {
        town.call("nowhere.example", heard);
        town.fail(town.last("INVITE", Hop.udp(Addressing.hop(uri("nowhere.example")).address())));
        assertThat(heard.all).containsExactly("rejected 503");
    }

    private static io.referee.sip.uri.Uri uri(String host) {
        return io.referee.sip.uri.Uri.parse("sip:" + host).orElseThrow();
    }

    @Test
    void aDomainWithVeryManyServersIsGivenUpAfterAFew() {
        Hop[] many = new Hop[Delivery.MAX_ATTEMPTS + 5];
        for (int i = 0; i < many.length; i++) {
            many[i] = Town.udp(10 + i);
        }
        town.serve("many.example", many);
        town.call("many.example", heard);
        for (int i = 0; i < Delivery.MAX_ATTEMPTS; i++) {
            assertThat(heard.all).isEmpty();
            town.fail(town.last("INVITE", many[i]));
        }
        assertThat(heard.all).containsExactly("rejected 503");
    }

    // ---- giving up

    @Test
    void aCancelWhileTheServersAreSearchedSendsNothing() {
        town.slowNames();
        Session session = town.call("example.net", heard);
        session.cancel("");
        assertThat(heard.all).isEmpty();
        town.pass(Duration.ZERO);
        assertThat(heard.all).containsExactly("rejected 487");
        town.answerSearches();
        assertThat(town.takeSent()).isEmpty();
        town.pass(Duration.ofMinutes(1));
        assertThat(town.agent.size()).isZero();
    }

    @Test
    void aCancelKeepsASilentServerFromBeingOvertaken() {
        Session session = town.call("example.net", heard);
        session.cancel("");
        town.pass(Duration.ofSeconds(33));
        assertThat(heard.all).containsExactly("rejected 487");
        assertThat(town.takeSent()).containsOnly("INVITE to 198.51.100.1");
    }

    @Test
    void aCancelGoesToTheServerThatRingsNow() {
        Session session = town.call("example.net", heard);
        town.answer(town.last("INVITE", ONE), 503);
        town.answer(town.last("INVITE", TWO), 180);
        town.takeSent();
        session.cancel("");
        assertThat(town.takeSent()).containsExactly("CANCEL to 198.51.100.2");
    }

    @Test
    void a503ThatCrossesTheCancelIsTheEnd() {
        Session session = town.call("example.net", heard);
        town.answer(town.last("INVITE", ONE), 100);
        session.cancel("");
        town.answer(town.last("INVITE", ONE), 503);
        assertThat(heard.all).containsExactly("rejected 503");
        assertThat(town.takeSent()).noneMatch(sent -> sent.endsWith(".2"));
    }

    // ---- other requests

    @Test
    void otherRequestsGoOnInTheSameWay() {
        List<Integer> statuses = new ArrayList<>();
        town.ask("example.net", response -> statuses.add(response.status()));
        town.pass(SILENCE);
        town.answer(town.last("OPTIONS", TWO), 503);
        town.answer(town.last("OPTIONS", THREE), 200);
        assertThat(statuses).containsExactly(200);
    }

    @Test
    void aLateAnswerToAnotherRequestIsNothing() {
        List<Integer> statuses = new ArrayList<>();
        town.ask("example.net", response -> statuses.add(response.status()));
        Town.Sent first = town.last("OPTIONS", ONE);
        town.pass(SILENCE);
        town.answer(first, 200);
        assertThat(statuses).isEmpty();
        town.answer(town.last("OPTIONS", TWO), 404);
        assertThat(statuses).containsExactly(404);
    }

    // ---- what is remembered

    @Test
    void theNextCallBeginsWithTheServerThatWorks() {
        town.call("example.net", heard);
        town.answer(town.last("INVITE", ONE), 503, "Retry-After: 60 (busy)");
        assertThat(town.agent.avoided()).extracting(AvoidList.Avoided::target).containsExactly(ONE);
        town.takeSent();
        town.call("example.net", heard);
        assertThat(town.takeSent()).containsExactly("INVITE to 198.51.100.2");
        town.answer(town.last("INVITE", TWO), 486);
        town.pass(Duration.ofSeconds(60));
        town.takeSent();
        town.call("example.net", heard);
        assertThat(town.takeSent()).containsExactly("INVITE to 198.51.100.1");
    }

    @Test
    void aServerThatIsAloneIsTriedAllTheSame() {
        town.serve("alone.example", ONE);
        for (int i = 0; i < 3; i++) {
            town.takeSent();
            town.call("alone.example", heard);
            assertThat(town.takeSent()).containsExactly("INVITE to 198.51.100.1");
            town.answer(town.last("INVITE", ONE), 503);
        }
    }

    /// A session that loses its server in the middle finds the next one.
    @Test
    void withinACallTheNextServerIsSearchedOnlyWhenTheFirstFails() {
        Session session = town.call("example.net", heard);
        town.answer(town.last("INVITE", ONE), 200, "Record-Route: <sip:example.net;lr>");
        session.acknowledge(new byte[0]);
        int searches = town.asked.size();
        session.bye(List.of());
        assertThat(town.asked).hasSize(searches);
        town.fail(town.last("BYE", ONE));
        assertThat(town.takeSent()).endsWith("BYE to 198.51.100.2");
        assertThat(town.asked).hasSize(searches + 1);
    }

    @Test
    void theSearchHasTheUriWithAllThatItLeavesOpen() {
        town.call("example.net", heard);
        town.ask("example.net:5070;transport=tcp", ResponseListener.NONE);
        assertThat(town.asked)
                .containsExactly("sip:bob@example.net", "sip:example.net:5070;transport=tcp");
    }

    /// The names-less path: one transaction, no search, nothing remembered.
    @Test
    void anAddressIsNotSearched() {
        town.call("198.51.100.7", heard);
        town.answer(town.last("INVITE", Town.udp(7)), 503);
        assertThat(heard.all).containsExactly("rejected 503");
        assertThat(town.asked).isEmpty();
        assertThat(town.agent.avoided()).isEmpty();
    }
}
