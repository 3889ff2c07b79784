package io.referee.sip.sdp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;

/// Single words of a line are those of the list of all.
class LinesTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "audio 4000 RTP/AVP 8 0 101",
                "audio 4000 RTP/AVP",
                "audio  4000   RTP/AVP 8 ",
                " audio 4000",
                "  ",
                "",
                "x"
            })
    void aWordIsTheOneOfTheList(String line) {
        String text = "v=0\r\nm=" + line + "\r\na=sendrecv and more\r\n";
        int start = text.indexOf("m=");
        List<String> words = Lines.words(line);

        assertThat(Lines.count(text, start)).isEqualTo(words.size());
        for (int i = 0; i < words.size(); i++) {
            assertThat(Lines.word(text, start, i)).isEqualTo(words.get(i));
        }
        assertThat(Lines.word(text, start, words.size())).isNull();
        assertThat(Lines.word(text, start, words.size() + 1)).isNull();
    }
}
