; The set-up for Windows: for one user, without an administrator. Each version has a folder of its own;
; current.txt and previous.txt name two of them. Vaults and preferences lie elsewhere and are not touched.
Unicode true
Target amd64-unicode
SetCompressor /SOLID lzma
!include MUI2.nsh
!include LogicLib.nsh
!include WinVer.nsh
!include FileFunc.nsh

!define KEY "Software\Microsoft\Windows\CurrentVersion\Uninstall\Tanxinbu"
Name "谈心簿 ${VERSION}"
OutFile "${OUT}"
InstallDir "$LOCALAPPDATA\Programs\Tanxinbu"
RequestExecutionLevel user
ManifestDPIAware true
ManifestSupportedOS all
BrandingText "谈心簿 ${VERSION}"
VIProductVersion "${VERSION}.0"
VIAddVersionKey "ProductName" "谈心簿"
VIAddVersionKey "FileDescription" "谈心簿的安装程序"
VIAddVersionKey "FileVersion" "${VERSION}"
VIAddVersionKey "ProductVersion" "${VERSION}"
VIAddVersionKey "LegalCopyright" "Apache-2.0"

!define MUI_ICON "${ICON}"
!define MUI_UNICON "${ICON}"
!define MUI_ABORTWARNING
!define MUI_WELCOMEPAGE_TITLE "安装谈心簿 ${VERSION}"
!define MUI_WELCOMEPAGE_TEXT "只装给现在登录的这个用户，不要管理员权限，也不连网。$\r$\n$\r$\n如果已经装过，原来的一版会留着，可以在“程序更新”里退回。保险库和设置不会被改动。$\r$\n$\r$\n安装之前请先关闭谈心簿。"
!define MUI_FINISHPAGE_RUN "$INSTDIR\Tanxinbu.exe"
!define MUI_FINISHPAGE_RUN_TEXT "打开谈心簿"
!define MUI_FINISHPAGE_NOREBOOTSUPPORT
!insertmacro MUI_PAGE_WELCOME
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!define MUI_UNCONFIRMPAGE_TEXT_TOP "只删除程序本身。保险库（默认在“文档\谈心簿”）、设置和备份一个文件也不删。"
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "SimpChinese"

Var before
Var kept

!macro Stop text
  MessageBox MB_OK|MB_ICONEXCLAMATION "${text}" /SD IDOK
  SetErrorLevel 2
  Quit
!macroend

; The name in a pointer's file without the end of its line, into $9; empty when there is none.
!macro Pointed name
  StrCpy $9 ""
  ClearErrors
  FileOpen $0 "$INSTDIR\${name}.txt" r
  ${IfNot} ${Errors}
    FileRead $0 $9
    FileClose $0
  ${EndIf}
  ${Do}
    StrCpy $1 $9 1 -1
    ${If} $1 == "$\r"
    ${OrIf} $1 == "$\n"
    ${OrIf} $1 == " "
      StrCpy $9 $9 -1
    ${Else}
      ${Break}
    ${EndIf}
  ${Loop}
!macroend

; Writes a pointer beside and puts it in its place in one step (1: replace, 8: written through).
!macro Point name version
  FileOpen $0 "$INSTDIR\${name}.new" w
  FileWrite $0 "${version}$\r$\n"
  FileClose $0
  System::Call 'kernel32::MoveFileExW(w "$INSTDIR\${name}.new", w "$INSTDIR\${name}.txt", i 9) i .r0'
  ${If} $0 == 0
    !insertmacro Stop "没有装成：写不进 $INSTDIR。$\r$\n$\r$\n原来的一版没有动，保险库没有动。$\r$\n$\r$\n请看看磁盘是否满了，再运行一次。"
  ${EndIf}
!macroend

Function .onInit
  ${IfNot} ${AtLeastWin10}
    !insertmacro Stop "谈心簿要 Windows 10（1809 以后）或 Windows 11。什么也没有装。"
  ${EndIf}
  ${IfNot} ${AtLeastBuild} 17763
    !insertmacro Stop "这台电脑的 Windows 10 太旧，谈心簿要 1809 以后的。什么也没有装。请先更新系统。"
  ${EndIf}
FunctionEnd

Section
  !insertmacro Pointed "current"
  StrCpy $before $9
  !insertmacro Pointed "previous"
  StrCpy $kept $9
  ; put together beside, so that a cut of power leaves the old version whole
  RMDir /r "$INSTDIR\versions\.${VERSION}.part"
  SetOutPath "$INSTDIR\versions\.${VERSION}.part"
  ClearErrors
  File /r "${FROZEN}/*"
  ${If} ${Errors}
    RMDir /r "$INSTDIR\versions\.${VERSION}.part"
    !insertmacro Stop "没有装成：有文件写不进去。$\r$\n$\r$\n原来的一版没有动，保险库没有动。$\r$\n$\r$\n请看看磁盘是否满了，再运行一次。"
  ${EndIf}
  SetOutPath "$INSTDIR"
  ${If} ${FileExists} "$INSTDIR\versions\${VERSION}\*.*"
    ClearErrors
    Rename "$INSTDIR\versions\${VERSION}" "$INSTDIR\versions\.${VERSION}.old"
    ${If} ${Errors}
      RMDir /r "$INSTDIR\versions\.${VERSION}.part"
      !insertmacro Stop "没有装成：谈心簿正开着。$\r$\n$\r$\n原来的一版没有动，保险库没有动。$\r$\n$\r$\n请关闭谈心簿，再运行一次。"
    ${EndIf}
  ${EndIf}
  ClearErrors
  Rename "$INSTDIR\versions\.${VERSION}.part" "$INSTDIR\versions\${VERSION}"
  ${If} ${Errors}
    Rename "$INSTDIR\versions\.${VERSION}.old" "$INSTDIR\versions\${VERSION}"
    !insertmacro Stop "没有装成：新版本的文件夹放不到位。$\r$\n$\r$\n原来的一版没有动，保险库没有动。$\r$\n$\r$\n请重新启动电脑，再运行一次。"
  ${EndIf}
  RMDir /r "$INSTDIR\versions\.${VERSION}.old"
  File "/oname=$INSTDIR\Tanxinbu.exe" "${LAUNCHER}"
  ${If} $before != ""
  ${AndIf} $before != "${VERSION}"
    !insertmacro Point "previous" "$before"
    StrCpy $kept $before
  ${EndIf}
  !insertmacro Point "current" "${VERSION}"
  Call RemoveOthers
  WriteUninstaller "$INSTDIR\uninstall.exe"
  CreateShortcut "$SMPROGRAMS\谈心簿.lnk" "$INSTDIR\Tanxinbu.exe"
  WriteRegStr HKCU "${KEY}" "DisplayName" "谈心簿"
  WriteRegStr HKCU "${KEY}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${KEY}" "DisplayIcon" "$INSTDIR\Tanxinbu.exe"
  WriteRegStr HKCU "${KEY}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKCU "${KEY}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr HKCU "${KEY}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD HKCU "${KEY}" "NoModify" 1
  WriteRegDWORD HKCU "${KEY}" "NoRepair" 1
  WriteRegDWORD HKCU "${KEY}" "EstimatedSize" ${KILOBYTES}
SectionEnd

; Only after the new version stands: what is neither current nor the one kept goes.
Function RemoveOthers
  FindFirst $0 $1 "$INSTDIR\versions\*"
  ${DoWhile} $1 != ""
    ${If} $1 != "."
    ${AndIf} $1 != ".."
    ${AndIf} $1 != "${VERSION}"
    ${AndIf} $1 != $kept
      RMDir /r "$INSTDIR\versions\$1"
    ${EndIf}
    FindNext $0 $1
  ${Loop}
  FindClose $0
FunctionEnd

Section Uninstall
  ; a program that runs holds its own file: nothing is taken from under it
  !insertmacro Pointed "current"
  ${If} ${FileExists} "$INSTDIR\versions\$9\tanxinbu.exe"
    ClearErrors
    Rename "$INSTDIR\versions\$9" "$INSTDIR\versions\.going"
    ${If} ${Errors}
      !insertmacro Stop "没有卸载：谈心簿正开着。$\r$\n$\r$\n请关闭谈心簿，再卸载一次。"
    ${EndIf}
  ${EndIf}
  RMDir /r "$INSTDIR\versions"
  Delete "$INSTDIR\current.txt"
  Delete "$INSTDIR\previous.txt"
  Delete "$INSTDIR\update.lock"
  Delete "$INSTDIR\Tanxinbu.exe"
  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR"
  Delete "$SMPROGRAMS\谈心簿.lnk"
  DeleteRegKey HKCU "${KEY}"
  DetailPrint "程序已经删除。保险库和设置没有动：保险库默认在“文档\谈心簿”。"
SectionEnd
