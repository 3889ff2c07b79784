package io.referee.server.ladders;

import static io.referee.server.ladders.PlanPlaying.CALL;
import static io.referee.server.ladders.PlanPlaying.answersAndEnds;
import static io.referee.server.ladders.PlanPlaying.dialling;
import static io.referee.server.ladders.PlanPlaying.isCancelled;
import static io.referee.server.ladders.PlanPlaying.refuses;
import static io.referee.server.ladders.PlanPlaying.rings;
import static io.referee.server.ladders.PlanPlaying.ruled;
import static io.referee.server.ladders.PlanPlaying.scripted;
import static io.referee.server.ladders.Playing.everyWay;
import static io.referee.server.ladders.Playing.inOrder;
import static io.referee.server.ladders.Playing.plainly;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.Collections;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// What becomes of a 3xx answer (`transfers.md` A9).
class PlanRedirectLaddersTest {
    private static final String MOVED_TO_CAROL = "b> 302 Contact:carol\nb< ACK\n";

    /// Nineteen places that do not exist.
    private static final String NOWHERE =
            IntStream.rangeClosed(1, 19)
                    .mapToObj(i -> "x" + i + "@nowhere.example")
                    .collect(Collectors.joining("&"));

    @TestFactory
    @DisplayName("case 76: a redirection is not followed unless the plan says so: 480")
    Stream<DynamicTest> theCallerHearsNothingOfIt() {
        return everyWay(
                CALL + rings("b") + MOVED_TO_CAROL + "a1< 480 Contact:none\n",
                dialling("bob@local"));
    }

    @TestFactory
    @DisplayName("case 76: the script gets Redirect and where to, and goes on as it likes")
    Stream<DynamicTest> thePlanGetsTheRedirection() {
        return everyWay(
                CALL + rings("b") + MOVED_TO_CAROL + rings("d") + answersAndEnds("d"),
                scripted(
                        "Dial(bob@local) is Redirect\n"
                                + "RedirectURI == sip:carol@example.org\n"
                                + "Dial(dave@local)"));
    }

    @TestFactory
    @DisplayName("case 76: rm=m leaves it to the script")
    Stream<DynamicTest> rmM() {
        return everyWay(
                CALL + rings("b") + MOVED_TO_CAROL + rings("c") + answersAndEnds("c"),
                scripted("Dial(bob@local[rm=m]) is Redirect\nDial(carol@local)"));
    }

    @TestFactory
    @DisplayName("case 76: Redirect is said only when nobody answered, also of a stage before")
    Stream<DynamicTest> anAnswerIsNoRedirection() {
        return everyWay(
                CALL
                        + rings("b")
                        + MOVED_TO_CAROL
                        + rings("d")
                        + refuses("d", 486)
                        + rings("c")
                        + answersAndEnds("c"),
                scripted(
                        "Dial(bob@local|dave@local) is Redirect\n"
                                + "LastFailureStatus == 486\n"
                                + "Dial(carol@local)"));
    }

    @TestFactory
    @DisplayName("case 77: rm=n runs the plan once more, which sees the redirection")
    Stream<DynamicTest> aNewRun() {
        return everyWay(
                CALL + rings("b") + MOVED_TO_CAROL + rings("c") + answersAndEnds("c"),
                scripted(
                        "Redirect? RedirectURI == sip:carol@example.org\n"
                                + "Redirect? Dial(carol@local)\n"
                                + "Dial(bob@local[rm=n])\n"
                                + "Dial(dave@local)"));
    }

    @TestFactory
    @DisplayName("case 77: a redirection within the new run is not followed again")
    Stream<DynamicTest> onlyOneNewRun() {
        return everyWay(
                CALL
                        + rings("b")
                        + MOVED_TO_CAROL
                        + rings("c")
                        + refuses("c", 302).replace("302", "302 Contact:dave")
                        + "a1< 480\n",
                scripted(
                        "Redirect? Dial(carol@local[rm=n]) is Redirect\n"
                                + "Redirect? Respond(480)\n"
                                + "Dial(bob@local[rm=n])"));
    }

    @TestFactory
    @DisplayName("case 77: the new run takes the call over, the next stage has no turn")
    Stream<DynamicTest> theNewRunComesBeforeTheNextStage() {
        return everyWay(
                CALL + rings("b") + MOVED_TO_CAROL + rings("c") + refuses("c", 486) + "a1< 486\n",
                scripted(
                        "Redirect? Dial(carol@local)\n"
                                + "Redirect? Respond(486)\n"
                                + "Dial(bob@local[rm=n]|dave@local)"));
    }

    @TestFactory
    @DisplayName("case 78: rm=f calls whoever is named")
    Stream<DynamicTest> itIsFollowed() {
        return everyWay(
                CALL + rings("b") + MOVED_TO_CAROL + rings("c") + answersAndEnds("c"),
                dialling("bob@local[rm=f]"));
    }

    @TestFactory
    @DisplayName("case 78: a redirection of the first of two phones is followed after the second")
    Stream<DynamicTest> itIsFollowedAfterThePhonesThatWaited() {
        return everyWay(
                CALL
                        + rings("b")
                        + MOVED_TO_CAROL
                        + rings("bb")
                        + refuses("bb", 486)
                        + rings("c")
                        + answersAndEnds("c"),
                dialling("bob@local[rm=f]").phone("bb", "bob").preferred("bb", 0.5));
    }

    @TestFactory
    @DisplayName("case 78: whoever is named is told by whom, unless the caller asked for privacy")
    Stream<DynamicTest> whoRedirectedIsTold() {
        return Stream.concat(
                everyWay(
                        followedWith("", "Diversion:\"<sip:bob@example.org>;reason=deflection\""),
                        dialling("bob@local[rm=f]")),
                everyWay(
                        followedWith(" Privacy:history", "Diversion:none"),
                        dialling("bob@local[rm=f]")));
    }

    @TestFactory
    @DisplayName("case 78: what the phone says of earlier diversions stands in front, five at most")
    Stream<DynamicTest> thePhonesOwnDiversionsAreKept() {
        String office = "<sip:1@elsewhere.example>;reason=unconditional";
        String six = String.join(", ", Collections.nCopies(6, office));
        String five = String.join(", ", Collections.nCopies(5, office));
        String bob = "<sip:bob@example.org>;reason=deflection";
        return Stream.of(
                        followedWith("", office, office + ", " + bob),
                        followedWith("", six, five + ", " + bob),
                        followedWith(
                                "",
                                "Bob <sip:bob@EXAMPLE.org>;reason=user-busy",
                                "Bob <sip:bob@EXAMPLE.org>;reason=user-busy"),
                        followedWith("", "<x>", bob))
                .flatMap(ladder -> inOrder(ladder, dialling("bob@local[rm=f]")));
    }

    private static String followedWith(String asked, String diverted, String told) {
        return followedWith(asked, "Diversion:\"" + told + "\"")
                .replace("302 Contact:carol", "302 Contact:carol Diversion:\"" + diverted + "\"");
    }

    @TestFactory
    @DisplayName("rm=p: the caller is told by whom the phone says that the call was diverted")
    Stream<DynamicTest> theDiversionIsPassedOn() {
        return everyWay(
                CALL
                        + rings("b")
                        + "b> 302 Contact:carol"
                        + " Diversion:\"<sip:bob@example.org>;reason=no-answer\"\n"
                        + "b< ACK\n"
                        + "a1< 302 Contact:carol"
                        + " Diversion:\"<sip:bob@example.org>;reason=no-answer\"\n",
                dialling("bob@local[rm=p]"));
    }

    private static String followedWith(String asked, String told) {
        return CALL.replaceFirst("INVITE[^\n]*", "$0" + asked)
                + rings("b")
                + MOVED_TO_CAROL
                + "c< INVITE offer=a1 "
                + told
                + "\n"
                + answersAndEnds("c");
    }

    @TestFactory
    @DisplayName("case 78: whoever is named is called before the next stage, and then that")
    Stream<DynamicTest> itIsFollowedBeforeTheNextStage() {
        return everyWay(
                CALL
                        + rings("b")
                        + MOVED_TO_CAROL
                        + rings("c")
                        + refuses("c", 486)
                        + rings("d")
                        + answersAndEnds("d"),
                dialling("bob@local[rm=f]|dave@local"));
    }

    @TestFactory
    @DisplayName("case 78: several contacts are called in turn, the one with the highest q first")
    Stream<DynamicTest> contactsByQ() {
        return everyWay(
                CALL
                        + rings("b")
                        + "b> 300 Contact:\"<sip:carol@example.org>;q=0.3,"
                        + " <sip:dave@example.org>;q=0.8\"\n"
                        + "b< ACK\n"
                        + rings("d")
                        + refuses("d", 486)
                        + rings("c")
                        + answersAndEnds("c"),
                dialling("bob@local[rm=f]"));
    }

    @TestFactory
    @DisplayName("case 78: who was named and redirects again is not followed")
    Stream<DynamicTest> aRedirectionWithinIsNotFollowed() {
        return everyWay(
                CALL
                        + rings("b")
                        + MOVED_TO_CAROL
                        + rings("c")
                        + "c> 302 Contact:dave\nc< ACK\na1< 480\n",
                dialling("bob@local[rm=f]"));
    }

    @TestFactory
    @DisplayName("case 78: nobody is called a second time")
    Stream<DynamicTest> nobodyIsCalledTwice() {
        return everyWay(
                CALL + rings("b") + "b> 302 Contact:bob\nb< ACK\na1< 480\n",
                dialling("bob@local[rm=f]"));
    }

    @TestFactory
    @DisplayName("case 78: nobody is called a second time by the address of his phone")
    Stream<DynamicTest> noPhoneIsCalledTwice() {
        return plainly(
                CALL
                        + rings("b")
                        + "b> 302 Contact:\"<sip:bob@198.51.100.2:5060>\"\nb< ACK\na1< 480\n",
                dialling("bob@local[rm=f]"));
    }

    @TestFactory
    @DisplayName("case 78: nor in a later dial of the same plan")
    Stream<DynamicTest> nobodyIsCalledTwiceByTwoDials() {
        return plainly(
                CALL
                        + rings("b")
                        + MOVED_TO_CAROL
                        + rings("c")
                        + refuses("c", 486)
                        + rings("d")
                        + "d> 302 Contact:carol\nd< ACK\na1< 480\n",
                scripted("Dial(bob@local[rm=f])\nDial(dave@local[rm=f])"));
    }

    @TestFactory
    @DisplayName("case 78, A9: a number is an account of ours")
    Stream<DynamicTest> aNumberIsAnAccount() {
        return everyWay(
                CALL
                        + rings("b")
                        + "b> 302 Contact:\"<tel:1001;phone-context=example.org>\"\nb< ACK\n"
                        + rings("e")
                        + refuses("e", 486)
                        + "a1< 486\n",
                dialling("bob@local[rm=f]").phone("e", "1001"));
    }

    @TestFactory
    @DisplayName("case 78: a contact never means a provider of the owner")
    Stream<DynamicTest> noUseOfProviders() {
        return everyWay(
                CALL + rings("b") + "b> 302 Contact:\"<sip:0900@blueface>\"\nb< ACK\na1< 480\n",
                dialling("bob@local[rm=f]").guest("p", "u").provider("blueface", "p", p -> p));
    }

    @TestFactory
    @DisplayName("case 78: 305 and 380, other schemes and other methods are not followed")
    Stream<DynamicTest> notWorthFollowing() {
        return everyWay(
                CALL
                        + rings("b")
                        + "b> 305 Contact:carol\nb< ACK\n"
                        + rings("d")
                        + "d> 302 Contact:\"<mailto:carol@example.org>,"
                        + " <sip:carol@example.org;method=REFER>\"\n"
                        + "d< ACK\n"
                        + "a1< 480\n",
                dialling("bob@local[rm=f]|dave@local[rm=f]"));
    }

    @TestFactory
    @DisplayName("case 78: headers in a contact are not sent")
    Stream<DynamicTest> headersOfAContact() {
        return everyWay(
                CALL
                        + rings("b")
                        + "b> 302 Contact:\"<sip:carol@example.org?Subject=x&Replaces=y>\"\n"
                        + "b< ACK\n"
                        + "c< INVITE offer=a1 Subject:none Replaces:none\n"
                        + answersAndEnds("c"),
                dialling("bob@local[rm=f]"));
    }

    @TestFactory
    @DisplayName("case 78: five contacts at most")
    Stream<DynamicTest> noMoreThanFiveContacts() {
        return everyWay(
                CALL
                        + rings("b")
                        + "b> 300 Contact:\"<sip:n1@example.org>, <sip:n2@example.org>,"
                        + " <sip:n3@example.org>, <sip:n4@example.org>, <sip:n5@example.org>,"
                        + " <sip:carol@example.org>\"\n"
                        + "b< ACK\n"
                        + "a1< 480\n",
                dialling("bob@local[rm=f]"));
    }

    @TestFactory
    @DisplayName("case 78: whoever is named rings within the ring limit of the dial")
    Stream<DynamicTest> theRingLimitHolds() {
        return inOrder(
                CALL
                        + rings("b")
                        + "+2s\n"
                        + MOVED_TO_CAROL
                        + rings("c")
                        + "+3s\n"
                        + isCancelled("c")
                        + "a1< 480\n",
                ruled(PlanBook.rule("out", "bob@local[rm=f]", "5", "")));
    }

    @TestFactory
    @DisplayName("case 78: contacts count against the twenty legs of a plan")
    Stream<DynamicTest> contactsCountAsLegs() {
        return everyWay(
                CALL + rings("b") + MOVED_TO_CAROL + "a1< 480\n",
                dialling("bob@local[rm=f]&" + NOWHERE));
    }

    @TestFactory
    @DisplayName("rm=p: the caller gets the contacts")
    Stream<DynamicTest> theContactsArePassedOn() {
        return everyWay(
                CALL
                        + rings("b")
                        + "b> 301 Contact:\"<sip:carol@example.org?x=y>;q=0.5\"\n"
                        + "b< ACK\n"
                        + "a1< 301 Contact:\"<sip:carol@example.org>;q=0.5\"\n",
                dialling("bob@local[rm=p]"));
    }

    @TestFactory
    @DisplayName("of two that redirect, the one that asks for it is followed")
    Stream<DynamicTest> theOtherLegDecides() {
        return everyWay(
                CALL
                        + rings("b")
                        + rings("d")
                        + "b> 302 Contact:gina\nb< ACK\nd> 302 Contact:carol\nd< ACK\n"
                        + rings("c")
                        + answersAndEnds("c"),
                dialling("bob@local&dave@local[rm=f]"));
    }

    @TestFactory
    @DisplayName("case 78: an account that is named and has a plan of its own: that runs")
    Stream<DynamicTest> itIsFollowedToAPlan() {
        return everyWay(
                CALL + rings("b") + MOVED_TO_CAROL + rings("d") + answersAndEnds("d"),
                dialling("bob@local[rm=f]").plans(book -> book.dialIn("carol", "dave@local")));
    }

    @TestFactory
    @DisplayName("case 78: two plans that follow redirections to each other come to an end")
    Stream<DynamicTest> aCircleOfRedirections() {
        return everyWay(
                CALL
                        + rings("b")
                        + MOVED_TO_CAROL
                        + rings("c")
                        + "c> 302 Contact:bob\nc< ACK\na1< 480\n",
                dialling("bob@local[rm=f]")
                        .plans(
                                book ->
                                        book.dialIn("carol", "carol@local[rm=f]")
                                                .dialIn("bob", "bob@local[rm=f]")));
    }
}
