package io.referee.server.app.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

class DocumentTest {

    @Test
    void aKeyAndItsValueKnowTheirPlaces() {
        Node.Mapping root =
                (Node.Mapping) Document.yaml("a.yaml", "# words\nsip:\n  udp: off\n  tcp: 007\n");
        Node.Mapping sip = (Node.Mapping) root.entries().get("sip").value();

        assertThat(sip.entries().get("udp").place())
                .isEqualTo(new Place("a.yaml", 3, 3, "sip.udp"));
        assertThat(sip.entries().get("udp").value())
                .isEqualTo(new Node.Scalar(new Place("a.yaml", 3, 8, "sip.udp"), "off"));
        assertThat(((Node.Scalar) sip.entries().get("tcp").value()).text()).isEqualTo("007");
    }

    @Test
    void numbersAndWordsKeepTheTextThatWasWritten() {
        Node.Sequence root =
                (Node.Sequence)
                        Document.yaml(
                                "a.yaml",
                                "[0851, 1_000, 1.50, 0x1F, yes, on, true, \"*100\", .5, 1e3,"
                                        + " +353]");

        assertThat(root.items().stream().map(n -> ((Node.Scalar) n).text()))
                .isEqualTo(
                        List.of(
                                "0851", "1_000", "1.50", "0x1F", "yes", "on", "true", "*100", ".5",
                                "1e3", "+353"));
    }

    @Test
    void jsonIsReadTheSameWay() {
        Node.Mapping root =
                (Node.Mapping) Document.json("request body", "{\n \"port\": 5060, \"on\": true}");

        assertThat(root.entries().get("port").place())
                .isEqualTo(new Place("request body", 2, 2, "port"));
        assertThat(((Node.Scalar) root.entries().get("port").value()).text()).isEqualTo("5060");
        assertThat(((Node.Scalar) root.entries().get("on").value()).text()).isEqualTo("true");
    }

    @Test
    void anEmptyTextIsEmpty() {
        assertThat(Document.yaml("a.yaml", "")).isInstanceOf(Node.Empty.class);
        assertThat(Document.yaml("a.yaml", "# nothing\n")).isInstanceOf(Node.Empty.class);
    }

    @Test
    void aKeyGivenTwiceIsRefusedWithItsPlace() {
        refused("a: 1\nb: 2\na: 3\n", "a.yaml, line 3:1: a is given twice.");
    }

    @Test
    void anAliasIsRefused() {
        refused(
                "a: &x 1\nb: *x\n",
                "a.yaml, line 2:4: b is an alias (*x), and aliases are not read.");
    }

    @Test
    void aSecondDocumentIsRefused() {
        refused(
                "a: 1\n---\nb: 2\n",
                "a.yaml, line 3:1: a second document begins here; one per file is read.");
    }

    @Test
    void brokenYamlNamesItsLine() {
        assertThatExceptionOfType(BadConfiguration.class)
                .isThrownBy(() -> Document.yaml("a.yaml", "a: 1\nb: [1, 2\nc: 3\n"))
                .satisfies(
                        e ->
                                assertThat(e.sentence())
                                        .startsWith("a.yaml, line 3:")
                                        .contains("this cannot be parsed: ")
                                        .doesNotContain("\n"));
    }

    @Test
    void brokenJsonNamesItsLine() {
        assertThatExceptionOfType(BadConfiguration.class)
                .isThrownBy(() -> Document.json("request body", "{\"a\": }"))
                .satisfies(
                        e ->
                                assertThat(e.sentence())
                                        .startsWith("request body, line 1:")
                                        .contains("this cannot be parsed: ")
                                        .doesNotContain("\n"));
    }

    @Test
    void deepNestingIsRefused() {
        refused(
                "[".repeat(Document.MAX_DEPTH + 2) + "]".repeat(Document.MAX_DEPTH + 2),
                "a.yaml, line 1:34: more than 32 levels are nested here.");
    }

    @Test
    void aMissingFileIsNamed(@TempDir Path folder) {
        Path file = folder.resolve("none.yaml");
        assertThatExceptionOfType(BadConfiguration.class)
                .isThrownBy(() -> Document.yamlFile(file))
                .withMessage(file + " cannot be read: there is no such file.");
    }

    @Test
    void aDirectoryAndBinaryFilesAreNamed(@TempDir Path folder) throws IOException {
        Path binary =
                Files.write(folder.resolve("x.yaml"), new byte[] {(byte) 0xFF, (byte) 0xFE, 0});
        assertThatExceptionOfType(BadConfiguration.class)
                .isThrownBy(() -> Document.yamlFile(folder))
                .withMessage(folder + " cannot be read: it is a directory.");
        assertThatExceptionOfType(BadConfiguration.class)
                .isThrownBy(() -> Document.yamlFile(binary))
                .withMessage(binary + " cannot be read: it is not UTF-8 text.");
    }

    @Test
    void theNearestWordIsFoundOnlyWhenItIsNear() {
        List<String> known = List.of("udp", "tcp", "tls", "advertise");
        assertThat(Nearest.to("advertize", known)).contains("advertise");
        assertThat(Nearest.to("UDP", known)).contains("udp");
        assertThat(Nearest.to("websocket", known)).isEmpty();
    }

    private static void refused(String yaml, String sentence) {
        assertThatExceptionOfType(BadConfiguration.class)
                .isThrownBy(() -> Document.yaml("a.yaml", yaml))
                .withMessage(sentence);
    }
}
