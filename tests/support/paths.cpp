#include "support/paths.hpp"

namespace almanac {

std::filesystem::path project_folder()
{
    return ALMANAC_SOURCE_DIR;
}

std::filesystem::path shared_folder()
{
    return ALMANAC_SHARED_DIR;
}

std::filesystem::path almanac_binary()
{
    return ALMANAC_BINARY;
}

}  // namespace almanac
