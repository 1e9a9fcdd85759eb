#include "support/paths.hpp"
#include "support/program.hpp"
#include "support/temporary_folder.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cstdlib>

namespace almanac {
namespace {

TEST(LambdaPackage, IsTheSameForTheSameFiles)
{
    TemporaryFolder const folder;
    auto const binary = folder.write("program", "not really a program");
    for (auto const* const name : {"one.zip", "two.zip"}) {
        auto const command = fmt::format("{}/cmake/package_lambda {} {} > /dev/null", project_folder().string(), binary,
                                         folder.path(name));
        ASSERT_EQ(std::system(command.c_str()), 0);  // NOLINT(cert-env33-c): a fixed command of our own
    }
    auto const zip = folder.read("one.zip");
    EXPECT_EQ(zip, folder.read("two.zip"));
    for (auto const* const name : {"bootstrap", "almanac.toml", "sources/vnps.toml"})
        EXPECT_NE(zip.find(name), std::string::npos) << name;
}

}  // namespace
}  // namespace almanac
