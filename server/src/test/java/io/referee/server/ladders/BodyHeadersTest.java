package io.referee.server.ladders;

import static io.referee.server.ladders.Playing.everyWay;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.Map;
import java.util.stream.Stream;

/// A body that crosses keeps the headers that say what it is (RFC 3261 §7.4.1).
class BodyHeadersTest {
    private static final String CALLED =
            """
            {one} = a1
            {other} = b
            a1> INVITE to:bob
            b< INVITE
            b> 200
            b< ACK
            a1< 200
            a1> ACK
            +1s
            """;

    private static final String END =
            """
            +1s
            a1> BYE
            a1< 200 BYE
            b< BYE
            b> 200
            """;

    @TestFactory
    Stream<DynamicTest> ofAnInfoAndItsAnswer() {
        return everyWay(
                CALLED
                        + """
                        {one}> INFO body=x type=application/foo Info-Package:foo Content-Disposition:Info-Package Content-Encoding:gzip Content-Language:fr MIME-Version:1.0
                        {other}< INFO body=x Content-Type:application/foo Info-Package:foo Content-Disposition:Info-Package Content-Encoding:gzip Content-Language:fr MIME-Version:1.0
                        {other}> 200 body=y Content-Disposition:render Content-Encoding:gzip Content-Language:de MIME-Version:1.0
                        {one}< 200 INFO body=y Content-Disposition:render Content-Encoding:gzip Content-Language:de MIME-Version:1.0
                        """
                        + END,
                World.usual(),
                Map.of("one", "b", "other", "a1"));
    }

    @TestFactory
    Stream<DynamicTest> ofAMessage() {
        return everyWay(
                CALLED
                        + """
                        {one}> MESSAGE body="salut" Content-Language:fr Content-Disposition:"render;handling=optional"
                        {other}< MESSAGE body="salut" Content-Language:fr Content-Disposition:"render;handling=optional"
                        {other}> 200
                        {one}< 200 MESSAGE Content-Language:none Content-Disposition:none
                        """
                        + END,
                World.usual(),
                Map.of("one", "b", "other", "a1"));
    }

    /// A session description is written anew for the other leg.
    @TestFactory
    Stream<DynamicTest> notOfASessionDescription() {
        return everyWay(
                CALLED
                        + """
                        {one}> re-INVITE dir=sendonly Content-Disposition:session Content-Language:fr
                        {other}< re-INVITE offer={one} Content-Disposition:none Content-Language:none
                        {other}> 200
                        {other}< ACK
                        {one}< 200 answer={other} dir=recvonly
                        {one}> ACK
                        """
                        + END,
                World.usual(),
                Map.of("one", "b", "other", "a1"));
    }
}
