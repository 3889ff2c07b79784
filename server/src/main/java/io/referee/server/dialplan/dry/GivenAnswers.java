package io.referee.server.dialplan.dry;

import java.util.Map;
import java.util.Optional;

/// What the world outside answers in a dry run, which asks nobody. *Immutable.*
///
/// @param pages texts by their addresses; an address that ends with `*` stands for all that begin
///   so
/// @param numbers SIP addresses by what `ENUMLookup` is asked for, with or without `+`
public record GivenAnswers(Map<String, String> pages, Map<String, String> numbers) {
    /// It answers nothing.
    public static final GivenAnswers NONE = new GivenAnswers(Map.of(), Map.of());

    /// As much of a page as [io.referee.server.dialplan.run.Plans] shows of one, in characters.
    private static final int MAX_PAGE = 8_192;

    public GivenAnswers {
        pages = Map.copyOf(pages);
        numbers = Map.copyOf(numbers);
    }

    /// The text of a page, cut off as fetched ones are. The longest address that fits wins.
    public Optional<String> page(String url) {
        return Optional.ofNullable(pages.get(url))
                .or(() -> behindStar(url))
                .map(text -> text.length() > MAX_PAGE ? text.substring(0, MAX_PAGE) : text);
    }

    private Optional<String> behindStar(String url) {
        return pages.entrySet().stream()
                .filter(page -> page.getKey().endsWith("*"))
                .filter(page -> url.startsWith(withoutStar(page.getKey())))
                .max(Map.Entry.comparingByKey((a, b) -> Integer.compare(a.length(), b.length())))
                .map(Map.Entry::getValue);
    }

    private static String withoutStar(String key) {
        return key.substring(0, key.length() - 1);
    }

    /// The address behind a number.
    public Optional<String> number(String number) {
        String plain = plain(number);
        return numbers.entrySet().stream()
                .filter(known -> plain(known.getKey()).equalsIgnoreCase(plain))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    private static String plain(String number) {
        return number.startsWith("+") ? number.substring(1) : number;
    }
}
