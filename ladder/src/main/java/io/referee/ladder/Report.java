package io.referee.ladder;

/// Says why a ladder failed: the reason, the ladder with a mark, and what really happened.
final class Report {
    private final Ladder ladder;
    private final String conditions;
    private final History history;

    Report(Ladder ladder, String conditions, History history) {
        this.ladder = ladder;
        this.conditions = conditions;
        this.history = history;
    }

    String text(int failed, String why) {
        StringBuilder text = new StringBuilder(failed > 0 ? "line " + failed + ": " : "");
        text.append(why).append("\n\nThe ladder (").append(conditions).append("):\n");
        for (Line line : ladder.lines()) {
            text.append(line.number() == failed ? ">>" : "  ");
            text.append(number(line.number())).append(" | ").append(line.text()).append('\n');
        }
        return text.append("\nWhat really happened:\n").append(history.drawing()).toString();
    }

    private static String number(int number) {
        String digits = String.valueOf(number);
        return " ".repeat(Math.max(0, 5 - digits.length())) + digits;
    }
}
