#include "text/diff.hpp"

#include <gtest/gtest.h>

namespace almanac {
namespace {

TEST(UnifiedDiff, ShowsChangesWithWhatStandsAround)
{
    EXPECT_EQ(unified_diff("a", "1\n2\n", "1\n2\n"), "");
    EXPECT_EQ(unified_diff("a", "1\n2\n3\n4\n5\n6\n", "1\n2\n3\n4\nfive\n6\n"),
              "--- a\n+++ a\n@@ -2,5 +2,5 @@\n 2\n 3\n 4\n-5\n+five\n 6\n");
    EXPECT_EQ(unified_diff("a", "", "1\n"), "--- a\n+++ a\n@@ -0,0 +1,1 @@\n+1\n");
    EXPECT_EQ(unified_diff("a", "a\n1\n2\n3\n4\n5\n6\n7\n8\nb\n", "A\n1\n2\n3\n4\n5\n6\n7\n8\nb\nc\n"),
              "--- a\n+++ a\n@@ -1,4 +1,4 @@\n-a\n+A\n 1\n 2\n 3\n@@ -8,3 +8,4 @@\n 7\n 8\n b\n+c\n");
}

}  // namespace
}  // namespace almanac
