#include "s3/s3_test.hpp"

#include "support/program.hpp"
#include "text/text.hpp"

#include <fmt/format.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <random>
#include <sys/wait.h>

namespace almanac::test {

void S3Test::SetUp()
{
    auto const* const file = std::getenv(m_variable);
    auto const text = file == nullptr ? std::string{} : read_whole_file(file);
    if (text.empty()) {
        auto const* const ci = std::getenv("CI");
        ASSERT_FALSE(ci != nullptr && std::string_view{ci} == "true") << "no S3 service was started";
        GTEST_SKIP() << "NOT TESTED: no S3 service. Run it by ctest, or: tests/s3/radosgw start FOLDER; "
                        "ALMANAC_TEST_S3=FOLDER/env build/dev/tests/almanac_tests (for Swift: tests/s3/swift, "
                        "ALMANAC_TEST_SWIFT)";
    }
    std::map<std::string, std::string, std::less<>> settings;
    for (auto const line : split(text, '\n'))
        if (auto const at = line.find('='); at != std::string_view::npos)
            settings.emplace(line.substr(0, at), line.substr(at + 1));
    endpoint = settings["S3_ENDPOINT"];
    owner = {settings["S3_KEY"], settings["S3_SECRET"]};
    other = {settings["S3_KEY2"], settings["S3_SECRET2"]};
    conf = settings["CEPH_CONF"];
    std::random_device random;
    bucket = fmt::format("almanac-{:08x}{:08x}", random(), random());
    call(s3_service, "PUT", "/" + bucket);
}

std::map<std::string, std::string> S3Test::variables(Keys const& keys) const
{
    std::map<std::string, std::string> variables = {{"AWS_ACCESS_KEY_ID", keys.id},
                                                    {"AWS_SECRET_ACCESS_KEY", keys.secret},
                                                    {"AWS_ENDPOINT_URL", endpoint},
                                                    {"AWS_DEFAULT_REGION", "us-east-1"},
                                                    {"AWS_EC2_METADATA_DISABLED", "true"}};
    if (!keys.token.empty())
        variables.emplace("AWS_SESSION_TOKEN", keys.token);
    return variables;
}

Environment S3Test::environment(Keys const& keys) const
{
    return [all = variables(keys)](std::string_view name) -> std::optional<std::string> {
        auto const at = all.find(std::string{name});
        return at == all.end() ? std::nullopt : std::optional{at->second};
    };
}

S3Bucket S3Test::bucket_at(std::string const& prefix, Keys const& keys, S3Options options) const
{
    return S3Bucket{S3Place{bucket, prefix}, {}, environment(keys), std::move(options)};
}

std::string S3Test::call(AwsService const& service, std::string const& method, std::string const& target,
                         std::string const& body, Keys const* keys) const
{
    CredentialChain chain{environment(keys == nullptr ? owner : *keys)};
    AwsClient client{service, chain, {.region = "us-east-1"}};
    HttpRequest request = {.method = method, .url = endpoint + target, .body = body};
    if (service.signing_name == "sts")
        request.headers = {{"Content-Type", "application/x-www-form-urlencoded"}};
    auto const response = client.send(request);
    EXPECT_TRUE(response.ok()) << method << ' ' << target << ' ' << describe_failure(response);
    return response.body;
}

std::string run_shell(std::string const& command, std::map<std::string, std::string> const& environment, int want)
{
    std::string line = "env -i PATH=/usr/bin:/bin HOME=/nonexistent";
    auto const quoted = [](std::string const& text) { return fmt::format("'{}'", replace_all(text, "'", "'\\''")); };
    for (auto const& [name, value] : environment)
        line += fmt::format(" {}", quoted(fmt::format("{}={}", name, value)));
    line += " timeout 60 bash -c " + quoted(command);
    auto* const pipe = ::popen(line.c_str(), "r");
    if (pipe == nullptr) {
        ADD_FAILURE() << "cannot start: " << command;
        return {};
    }
    std::string out;
    std::array<char, 4096> block{};
    while (auto const n = std::fread(block.data(), 1, block.size(), pipe))
        out.append(block.data(), n);
    auto const status = ::pclose(pipe);
    EXPECT_EQ(WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status), want) << command << '\n' << out;
    return out;
}

}  // namespace almanac::test
