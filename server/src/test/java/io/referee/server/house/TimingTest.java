package io.referee.server.house;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Secrets are compared by their hashes or by `MessageDigest.isEqual`: `equals` is done sooner the
/// earlier two texts differ, and who measures that finds the secret letter by letter. Of `==`
/// nothing is said here: it does not look at the letters.
class TimingTest {
    private static final String SECRET =
            "(?:password|secret|hash|response|digest|rspauth|signature|nonce|hmac|mac|adminKey"
                    + "|apiKey|bearer|token|authid)";

    /// The last word of a name may be `key`; `keyword` and `monkey` are none.
    private static final String NAMED =
            "(?:(?:\\b|[a-z])" + SECRET + "\\w*|\\bkey|[a-z](?-i:Key))(?:\\(\\))?";

    private static final Pattern COMPARED =
            Pattern.compile(
                    "(?i)"
                            + NAMED
                            + "\\.(?:equals|equalsIgnoreCase|contentEquals|compareTo)\\("
                            + "|\\.(?:equals|contentEquals)\\((?:\\w+\\.)*"
                            + NAMED
                            + "\\)"
                            + "|\\bObjects\\.equals\\([^;]*?"
                            + NAMED
                            + "\\s*[,)]"
                            + "|\\bArrays\\.equals\\("
                            + "(?:mac|hash|secret|digest|signature|token|key)");

    /// Where it is no secret, or nobody outside can choose what is compared.
    private static final List<String> HARMLESS =
            List.of(
                    // two hashes of our own: whether the password has changed since the login
                    "now.passwordHash().equals(passwordHash)",
                    // what two bindings of ours are stored under
                    "before.key().equals(known.stored().key())",
                    // names of options and settings
                    "option.key().equals(key)",
                    ".key().equalsIgnoreCase(key)",
                    "key.equals(\"zone\")",
                    "older.getValue().equals(key)",
                    // a habit: whether a token is demanded
                    ".token().equals(",
                    // names of algorithms
                    "each.token.equalsIgnoreCase(token)",
                    // one way only to write the octets that are compared afterwards
                    "text(octets).equals(token)");

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
                                "Arrays.equals(mac, given)",
                                "return adminKey.equals(key);",
                                "given.equals(key)",
                                "session.authId().equals(shown)",
                                "Objects.equals(asked.query(\"authid\"), session.token())",
                                "if (known.contentEquals(caller.token)) {"))
                .allMatch(line -> COMPARED.matcher(line).find());
        assertThat(Stream.of("keyword.equals(name)", "monkey.equals(ape)", "name.equals(keyword)"))
                .noneMatch(line -> COMPARED.matcher(line).find());
    }
}
