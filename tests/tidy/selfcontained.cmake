# A header that leans on what its includer happens to have does not build alone. A source file that includes the header of its
# own name first, as every one here does, proves that of it already; each header without such a source gets a file of one line.
file(GLOB_RECURSE headers CONFIGURE_DEPENDS RELATIVE ${CMAKE_SOURCE_DIR}
  ${CMAKE_SOURCE_DIR}/base/*.h ${CMAKE_SOURCE_DIR}/schemas/*.h ${CMAKE_SOURCE_DIR}/policy/*.h ${CMAKE_SOURCE_DIR}/audit/*.h
  ${CMAKE_SOURCE_DIR}/broker/*.h ${CMAKE_SOURCE_DIR}/adapters/*.h ${CMAKE_SOURCE_DIR}/console/*.h)
set(alone)
foreach(header ${headers})
  string(REGEX REPLACE "\\.h$" ".cc" source ${header})
  if(NOT CONCORDAT_JOINED AND EXISTS ${CMAKE_SOURCE_DIR}/${source})
    file(STRINGS ${CMAKE_SOURCE_DIR}/${source} first REGEX "^#include" LIMIT_COUNT 1)
    if(first STREQUAL "#include \"${header}\"")
      continue()
    endif()
  endif()
  string(REPLACE "/" "_" name ${header})
  set(file ${CMAKE_CURRENT_BINARY_DIR}/alone/${name}.cc)
  file(CONFIGURE OUTPUT ${file} CONTENT "#include \"@header@\"\n" @ONLY)
  list(APPEND alone ${file})
endforeach()
add_library(header_selfcontained OBJECT ${alone})
concordat_target(header_selfcontained)
target_compile_options(header_selfcontained PRIVATE -O0 -g0)
target_link_libraries(header_selfcontained PRIVATE concordat_wire PkgConfig::LMDB PkgConfig::ZMQ
  spdlog::spdlog pugixml::pugixml nlohmann_json::nlohmann_json CLI11::CLI11)
