package io.referee.server.app.document;

/// Where a value stands: the source (a file as the user named it, an environment variable, `request
/// body`), the line and the column, both from 1, and the path of keys that leads there. Line 0: the
/// source has no lines.
public record Place(String source, int line, int column, String path) {

    /// A place in a source without lines, such as an environment variable.
    public static Place outside(String source) {
        return new Place(source, 0, 0, "");
    }

    /// The complaint about what stands here. `what` continues the sentence after the key, as in
    /// `must be on or off`.
    public BadConfiguration complaint(String what) {
        if (line == 0) {
            return new BadConfiguration(source + " " + what);
        }
        return sentence((path.isEmpty() ? "this" : path) + " " + what);
    }

    /// A complaint that is a sentence of its own.
    public BadConfiguration sentence(String sentence) {
        return new BadConfiguration(position() + sentence);
    }

    /// `file.yaml, line 3:5: `, or `VARIABLE: ` for a source without lines.
    String position() {
        return line == 0 ? source + ": " : source + ", line " + line + ":" + column + ": ";
    }
}
