# dp_module(NAME SOURCES file... [USES target...])
# A folder of src: the static library dp_NAME.
function(dp_module name)
  cmake_parse_arguments(ARG "" "" "SOURCES;USES" ${ARGN})
  add_library(dp_${name} STATIC ${ARG_SOURCES})
  target_link_libraries(dp_${name} PUBLIC dp_options ${ARG_USES})
endfunction()

# dp_test(NAME SOURCES file... [USES target...] [LABELS label...] [TIMEOUT seconds] [DOCUMENTS])
# A cmocka program; runs in its source folder's tests with the pack folder in $DEPECHE_PACKS. With DOCUMENTS it writes
# the enriched articles that it produces to $DEPECHE_DOCUMENTS (tests/article/documents.h), and they are validated.
function(dp_test name)
  cmake_parse_arguments(ARG "DOCUMENTS" "TIMEOUT" "SOURCES;USES;LABELS" ${ARGN})
  if(NOT ARG_TIMEOUT)
    set(ARG_TIMEOUT 120)
  endif()
  add_executable(test_${name} ${ARG_SOURCES})
  target_link_libraries(test_${name} PRIVATE dp_options PkgConfig::CMOCKA ${ARG_USES})
  target_include_directories(test_${name} PRIVATE ${PROJECT_SOURCE_DIR}/tests)
  add_test(NAME ${name} COMMAND test_${name})
  set_tests_properties(${name} PROPERTIES LABELS "${ARG_LABELS}" TIMEOUT ${ARG_TIMEOUT}
    ENVIRONMENT "DEPECHE_PACKS=${DEPECHE_PACK_FOLDER};DEPECHE_SOURCE=${PROJECT_SOURCE_DIR};DEPECHE_DOCUMENTS=${PROJECT_BINARY_DIR}/documents")
  if(ARG_DOCUMENTS)
    set_tests_properties(${name} PROPERTIES FIXTURES_REQUIRED documents_folder FIXTURES_SETUP documents)
  endif()
endfunction()
