package io.referee.server.house;

/// One source file. Immutable; any thread.
///
/// @param path from the project's root, with slashes
/// @param text the whole text
record SourceFile(String path, String text) {

    /// The package that the path says, or the empty string outside a source folder.
    String packageName() {
        int start = path.indexOf("/java/");
        int end = path.lastIndexOf('/');
        return start < 0 || end < start + 6 ? "" : path.substring(start + 6, end).replace('/', '.');
    }

    /// How many lines the file has.
    int lines() {
        return (int) text.lines().count();
    }
}
