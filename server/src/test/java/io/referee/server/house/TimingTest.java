package io.referee.server.house;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Secrets are compared by their hashes or by `MessageDigest.isEqual`: `equals` is done sooner the
/// earlier two texts differ, and who measures that finds the secret letter by letter.
class TimingTest {
    private static final Pattern COMPARED =
            Pattern.compile(
                    "(?i)(?:\\b|[a-z])(?:password|secret|hash|response|digest|rspauth|signature"
                            + "|nonce|hmac|mac|adminKey|apiKey|bearer)\\w*(?:\\(\\))?"
                            + "\\.(?:equals|equalsIgnoreCase|contentEquals|compareTo)\\("
                            + "|Arrays\\.equals\\((?:mac|hash|secret|digest|signature)");

    /// Where it is no secret, or nobody outside can choose what is compared.
    private static final List<String> HARMLESS =
            List.of(
                    // two hashes of our own: whether the password has changed since the login
                    "now.passwordHash().equals(passwordHash)");

    @Test
    void noSecretIsComparedByEquals() {
        List<String> found =
                SourceTree.find().main().stream()
                        .flatMap(
                                file ->
                                        file.text()
                                                .lines()
                                                .filter(line -> COMPARED.matcher(line).find())
                                                .filter(line -> !line.strip().startsWith("//"))
                                                .map(line -> file.path() + ": " + line.strip()))
                        .filter(line -> HARMLESS.stream().noneMatch(line::contains))
                        .toList();

        assertThat(found).isEmpty();
    }

    @Test
    void aComparisonOfThatKindIsFound() {
        assertThat(
                        Stream.of(
                                "if (key.secretText().equals(given)) {",
                                "return expectedResponse.equals(response);",
                                "Arrays.equals(mac, given)"))
                .allMatch(line -> COMPARED.matcher(line).find());
    }
}
