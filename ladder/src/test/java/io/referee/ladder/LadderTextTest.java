package io.referee.ladder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

class LadderTextTest {

    private static List<Step> steps(String text) {
        return Ladder.parse(text).lines().stream().map(Line::step).toList();
    }

    @Test
    void eachFormOfALineBecomesItsStep() {
        assertThat(
                        steps(
                                """
                                == Setup
                                a1> REFER Refer-To:carol
                                a1< 202
                                c<~ 180
                                c<? 183
                                c<* ACK   # later

                                ---
                                +500ms  # a pause
                                +5s
                                +2m
                                """))
                .containsExactly(
                        new Step.Heading("Setup"),
                        new Step.Send("a1", Words.of("REFER Refer-To:carol")),
                        new Step.Expect("a1", Arriving.NEXT, Words.of("202")),
                        new Step.Expect("c", Arriving.OPTIONAL, Words.of("180")),
                        new Step.Expect("c", Arriving.LOSABLE, Words.of("183")),
                        new Step.Expect("c", Arriving.ANYWHERE, Words.of("ACK")),
                        new Step.Remark(),
                        new Step.Heading(""),
                        new Step.Advance(Duration.ofMillis(500)),
                        new Step.Advance(Duration.ofSeconds(5)),
                        new Step.Advance(Duration.ofMinutes(2)));
    }

    @Test
    void aHashInsideAWordIsKeptAndOneBehindABlankBeginsAComment() {
        assertThat(Words.of("INVITE to=a#1 \"#2\" # rest").words())
                .containsExactly(
                        new Word.Bare("INVITE"), new Word.Equal("to", "a#1"), new Word.Bare("#2"));
    }

    @Test
    void theFirstSignDecidesBetweenFieldAndProperty() {
        Words words = Words.of("INVITE To:sip:b@x;lr=1 offer=sip:b plain <sip:c@x> empty=\"\"");
        assertThat(words.verb()).isEqualTo("INVITE");
        assertThat(words.field("to")).contains("sip:b@x;lr=1");
        assertThat(words.property("OFFER")).contains("sip:b");
        assertThat(words.property("empty")).contains("");
        assertThat(words.bare()).containsExactly("plain", "<sip:c@x>");
        assertThat(words.has("plain")).isTrue();
        assertThat(words.has("INVITE")).isFalse();
    }

    @Test
    void quotedValuesKeepBlanksQuotesAndLineEnds() {
        assertThat(Words.of("X Reason:\"a \\\"b\\\" \\\\ \\r\\n\"").field("Reason"))
                .contains("a \"b\" \\ \r\n");
    }

    @Test
    void wordsPrintInAFormThatReadsBackEqual() {
        Words words =
                new Words(
                        List.of(
                                new Word.Bare("key:value"),
                                new Word.Bare("#"),
                                new Word.Bare("a b"),
                                new Word.Colon("K", ""),
                                new Word.Equal("k", "\"q\"\n\\")));
        assertThat(Words.of(words.toString())).isEqualTo(words);
    }

    @TestFactory
    List<DynamicTest> badLinesAreNamedAndShown() {
        return List.of(
                bad("hello", "a line is 'leg> WORDS'"),
                bad("a > X", "a line is 'leg> WORDS'"),
                bad("a>", "no words behind 'a>'"),
                bad("a> # only a comment", "no words behind 'a>'"),
                bad("a>REFER", "unknown sign '>REFER'"),
                bad("a<! X", "unknown sign '<!'"),
                bad("a> X Refer-To: carol", "no value directly after 'Refer-To:'"),
                bad("a> X \"open", "quote is not closed: \"open"),
                bad("a> X \"one\"two", "blank missing behind the quote: \"one\"two"),
                bad("a> X \"\\q\"", "'\\q' in quotes"),
                bad("+5", "time '+5' is not a whole number"),
                bad("+s", "time '+s' is not a whole number"),
                bad("+1234567890s", "time '+1234567890s' is not a whole number"),
                bad("{x}> X", "nobody plays {x}"),
                bad("{x} = a b", "a role is cast like {x} = leg"));
    }

    private static DynamicTest bad(String line, String why) {
        return DynamicTest.dynamicTest(
                line,
                () ->
                        assertThatThrownBy(() -> Ladder.parse("a> FINE\n\n  " + line + "\na< OK"))
                                .isInstanceOf(BadLadder.class)
                                .hasMessageStartingWith("line 3: " + why)
                                .hasMessageEndingWith("\n    " + line)
                                .extracting(e -> ((BadLadder) e).line())
                                .isEqualTo(3));
    }

    @Test
    void aLadderLongerThanTheLimitIsRefused() {
        String fits = "+1s\n".repeat(Ladder.MAX_LINES);
        assertThat(Ladder.parse(fits).lines()).hasSize(Ladder.MAX_LINES);
        assertThatThrownBy(() -> Ladder.parse(fits + "+1s"))
                .isInstanceOf(BadLadder.class)
                .hasMessageContaining("at most " + Ladder.MAX_LINES);
    }

    private static final String CAST =
            """
            {caller} = a
            {callee} = b
            {caller}> INVITE to={callee} offer={caller}.local body="{x y}"
            a> REFER
            """;

    @Test
    void rolesArePlayedByTheLegsTheTextCasts() {
        assertThat(Ladder.parse(CAST).lines().get(2).text())
                .isEqualTo("a> INVITE to=b offer=a.local body=\"{x y}\"");
    }

    @Test
    void recastingSwapsRolesAndLeavesLegsAlone() {
        Ladder swapped = Ladder.parse(CAST).recast(Map.of("caller", "b", "callee", "a"));
        assertThat(swapped.lines().get(2).text()).startsWith("b> INVITE to=a offer=b.local");
        assertThat(swapped.lines().get(3).text()).isEqualTo("a> REFER");
        assertThat(swapped.recast(Map.of("caller", "a", "callee", "b")).lines())
                .isEqualTo(Ladder.parse(CAST).lines());
    }

    @Test
    void aRoleThatTheLadderDoesNotHaveCannotBeCast() {
        assertThatThrownBy(() -> Ladder.parse(CAST).recast(Map.of("target", "c")))
                .hasMessage("no role {target} in this ladder; roles are [callee, caller]");
        assertThatThrownBy(() -> Ladder.parse("a> X", Map.of("target", "c")))
                .isInstanceOf(BadLadder.class)
                .hasMessageContaining("no role {target}");
    }

    @Test
    void aRoleGivenFromOutsideNeedsNoCasting() {
        assertThat(Ladder.parse("{x}> HI", Map.of("x", "a")).legs()).containsExactly("a");
    }

    @Test
    void aRoleCannotBeCastAfterItWasUsed() {
        assertThatThrownBy(() -> Ladder.parse("{x} = a\n{x}> X\n{x} = b"))
                .hasMessageStartingWith("line 3: role {x} is cast or used before");
    }

    @Test
    void renamingSwapsLegsAtOnceAndReferencesToThem() {
        Ladder ladder =
                Ladder.parse("a> INVITE b to=b offer=a.local ab.x Subject:\"a b\"\nb<* X a");
        Ladder swapped = ladder.rename(Map.of("a", "b", "b", "a"));
        assertThat(swapped.text())
                .isEqualTo("b> INVITE a to=a offer=b.local ab.x Subject:\"a b\"\na<* X b");
        assertThat(Ladder.parse(swapped.text()).lines()).isEqualTo(swapped.lines());
    }

    @Test
    void renamingACastLadderReadsBack() {
        Ladder renamed = Ladder.parse(CAST).rename(Map.of("a", "z"));
        assertThat(renamed.legs()).containsExactly("z");
        assertThat(Ladder.parse(renamed.source()).lines()).isEqualTo(renamed.lines());
    }

    @Test
    void renamingCannotMakeTwoLegsOne() {
        assertThatThrownBy(() -> Ladder.parse("a> X\nb> Y").rename(Map.of("a", "b")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("two legs would become one");
    }

    @Test
    void theExampleOfTheDocumentationIsALadder() throws IOException {
        String page = Files.readString(Path.of("..", "docs", "ladders.md"));
        Ladder example = Ladder.parse(page.split("```\n")[1]);
        assertThat(example.legs()).containsExactly("a", "b");
        assertThat(example.recast(Map.of("caller", "b", "callee", "a")).legs())
                .containsExactly("b", "a");
    }
}
