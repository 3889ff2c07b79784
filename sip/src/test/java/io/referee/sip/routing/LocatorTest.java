package io.referee.sip.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.sip.uri.SipUri;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

class LocatorTest {
    @Test
    void aNameThatIsNotThereIsSomethingElseThanADnsThatDoesNotAnswer() {
        List<Boolean> certain = new ArrayList<>();
        for (String zone : List.of("other.example A 192.0.2.1", "example.org A FAIL")) {
            new Locator(Zone.of(AddressFamilies.IPV4_ONLY), Zone.of(zone), _ -> 0)
                    .locate(
                            SipUri.parse("sip:example.org:5060").orElseThrow(),
                            found -> certain.add(found.certain()));
        }
        assertThat(certain).containsExactly(true, false);
    }
}
