package io.referee.server.ladders;

import static io.referee.server.ladders.PlanPlaying.CALL;
import static io.referee.server.ladders.PlanPlaying.answersAndEnds;
import static io.referee.server.ladders.PlanPlaying.dialling;
import static io.referee.server.ladders.PlanPlaying.rings;
import static io.referee.server.ladders.TransferPlaying.BOB_ENDS_IT_WITH_ALICE;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.stream.Stream;

/// History-Info of redirections that are followed, and of what a transferor puts into the INVITE to
/// the target (RFC 7044, RFC 7433, `transfers.md` A10.9), when it is switched on.
class HistoryInfoLaddersTest {
    private static World on(World world) {
        return world.settings(s -> s.transfer(s.transfer().recordingHistory()));
    }

    private static String followed(String asked, String told) {
        return CALL.replaceFirst("INVITE[^\n]*", "$0" + asked)
                + rings("b")
                + "b> 302 Contact:carol\nb< ACK\nc< INVITE offer=a1 "
                + told
                + "\n"
                + answersAndEnds("c");
    }

    @TestFactory
    @DisplayName("rm=f: whoever is named sees who sent the call on, and why")
    Stream<DynamicTest> aRedirection() {
        return Playing.everyWay(
                followed(
                        "",
                        "History-Info:\"<sip:bob@example.org?Reason=SIP%3Bcause%3D302>;index=1,"
                                + " <sip:carol@example.org>;index=1.1;mp=1\""),
                on(dialling("bob@local[rm=f]")));
    }

    @TestFactory
    @DisplayName("rm=f: what the call has been through before stays in front of it")
    Stream<DynamicTest> behindWhatThereIs() {
        return Playing.everyWay(
                followed(
                        " History-Info:\"<sip:info@example.org>;index=1.2\"",
                        "History-Info:\"*<sip:bob@example.org?Reason=SIP%3Bcause%3D302>;index=1.2.1,"
                            + " <sip:carol@example.org>;index=1.2.1.1;mp=1\""),
                on(dialling("bob@local[rm=f]")));
    }

    @TestFactory
    @DisplayName("rm=f: nothing is written for who asked for privacy, or when it is off")
    Stream<DynamicTest> nothingIsWritten() {
        return Stream.concat(
                Playing.everyWay(
                        followed(" Privacy:history", "History-Info:none"),
                        on(dialling("bob@local[rm=f]"))),
                Playing.everyWay(followed("", "History-Info:none"), dialling("bob@local[rm=f]")));
    }

    private static Stream<DynamicTest> referred(World world, String headers, String told) {
        return TransferPlaying.everyWay(
                """
                a1> REFER Refer-To:"<sip:carol@example.org?HEADERS>"
                a1< 202
                a1< NOTIFY 100
                a1> 200
                c< INVITE offer=b TOLD
                c> 486
                c< ACK
                a1< NOTIFY 486 terminated
                a1> 200
                """
                                .replace("HEADERS", headers)
                                .replace("TOLD", told)
                        + BOB_ENDS_IT_WITH_ALICE,
                world);
    }

    @TestFactory
    @DisplayName("A10.9: the target sees who put in User-to-User")
    Stream<DynamicTest> userToUser() {
        return referred(
                on(TransferPlaying.allowed()),
                "User-to-User=5631%3Bencoding%3Dhex",
                "User-to-User:\"5631;encoding=hex\" History-Info:\"<sip:alice@example.org>;index=1,"
                    + " <sip:carol@example.org?User-to-User=5631%3Bencoding%3Dhex>;index=1.1;mp=1\"");
    }

    @TestFactory
    @DisplayName("A10.9: nothing is written of other headers, or when it is off")
    Stream<DynamicTest> onlyThat() {
        return Stream.concat(
                referred(on(TransferPlaying.allowed()), "Subject=a%20b", "History-Info:none"),
                referred(
                        TransferPlaying.allowed(),
                        "User-to-User=5631%3Bencoding%3Dhex",
                        "History-Info:none"));
    }
}
