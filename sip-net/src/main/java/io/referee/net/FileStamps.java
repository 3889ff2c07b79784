package io.referee.net;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// When files were written and how long they are: what tells that they have changed. *Immutable.*
record FileStamps(List<String> stamps) {
    /// As they are now; a file that is not there has a stamp, too.
    static FileStamps of(List<Path> files) {
        return new FileStamps(files.stream().map(FileStamps::stamp).toList());
    }

    /// The two files of each.
    static List<Path> files(List<KeyFiles> all) {
        List<Path> files = new ArrayList<>();
        for (KeyFiles one : all) {
            files.add(one.certificate());
            files.add(one.key());
        }
        return files;
    }

    private static String stamp(Path file) {
        try {
            return Files.getLastModifiedTime(file).toString() + ' ' + Files.size(file);
        } catch (IOException e) {
            return "";
        }
    }
}
