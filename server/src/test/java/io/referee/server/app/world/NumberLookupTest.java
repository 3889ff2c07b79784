package io.referee.server.app.world;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.net.NumberRules.Rule;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

class NumberLookupTest {
    private final List<String> asked = new ArrayList<>();

    private NumberLookup knowing(Rule... rules) {
        return new NumberLookup(
                (name, wait) -> {
                    asked.add(name);
                    return List.of(rules);
                });
    }

    private static Rule rule(String service, String expression) {
        return new Rule(10, 10, service, expression);
    }

    @Test
    void theDigitsAreAskedForBackwards() throws InterruptedException {
        assertThat(
                        knowing(rule("E2U+SIP", "!^\\+353(.*)$!sip:\\1@example.ie!"))
                                .address("+35312345.e164.arpa"))
                .contains("sip:12345@example.ie");
        assertThat(asked).containsExactly("5.4.3.2.1.3.5.3.e164.arpa");
    }

    @Test
    void theFirstRuleForSipThatFitsCounts() throws InterruptedException {
        assertThat(
                        knowing(
                                        rule("E2U+mailto", "!^.*$!mailto:info@example.com!"),
                                        rule("E2U+sip", "!^9!sip:nine@example.com!"),
                                        rule("E2U+sip", "!^(.*)$!sip:\\1@example.com!i"),
                                        rule("E2U+sip", "!^.*$!sip:later@example.com!"))
                                .address("441.e164.org"))
                .contains("sip:+441@example.com");
    }

    @Test
    void rulesForNumbersWithoutPlusAreFollowed() {
        assertThat(NumberLookup.applied("/^44(.*)$/sip:\\1@uk.example/", "441"))
                .contains("sip:1@uk.example");
    }

    @Test
    void whatIsNoRuleIsNotFollowed() {
        for (String expression :
                List.of("", "!", "!!", "!^.*$!", "!(!sip:x@y!", "!(?=a)!sip:x@y!")) {
            assertThat(NumberLookup.applied(expression, "441")).as(expression).isEmpty();
        }
        assertThat(NumberLookup.applied("!" + "a*".repeat(200) + "!sip:x@y!", "441")).isEmpty();
    }

    @Test
    void whatIsNoNumberIsNotAskedFor() throws InterruptedException {
        for (String number :
                List.of("", "441", "+.e164.org", "44a.e164.org", "1".repeat(16) + ".x")) {
            assertThat(knowing().address(number)).as(number).isEmpty();
        }
        assertThat(asked).isEmpty();
    }
}
