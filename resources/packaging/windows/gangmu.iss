; Inno Setup 6: an installer for one person or for all. NOT RUN HERE: needs Windows.
;   pyinstaller resources\packaging\gangmu.spec
;   iscc /DVersion=0.1.0 resources\packaging\windows\gangmu.iss
; The icon, before PyInstaller: `magick *.png resources\packaging\windows\gangmu.ico`, of what
; `reader.ui.startup.icon_pictures.icon_png` draws at 16, 24, 32, 48 and 256 pixels.

#ifndef Version
  #define Version "0.1.0"
#endif

[Setup]
AppId={{6C3B2C0F-6C0B-4D43-9A57-9C0D5B7F5A11}
AppName=Gangmu 纲目
AppVersion={#Version}
AppPublisher=The Gangmu authors
DefaultDirName={autopf}\Gangmu
DefaultGroupName=Gangmu
DisableProgramGroupPage=yes
PrivilegesRequired=lowest
PrivilegesRequiredOverridesAllowed=dialog
ArchitecturesAllowed=x64compatible
ArchitecturesInstallIn64BitMode=x64compatible
LicenseFile=..\..\..\LICENSE
OutputDir=..\..\..\dist
OutputBaseFilename=gangmu-{#Version}-setup
Compression=lzma2/max
SolidCompression=yes
ChangesAssociations=yes

[Languages]
Name: "en"; MessagesFile: "compiler:Default.isl"

[Files]
Source: "..\..\..\dist\gangmu\*"; DestDir: "{app}"; Flags: recursesubdirs ignoreversion

[Icons]
Name: "{group}\Gangmu 纲目"; Filename: "{app}\gangmu.exe"

[Registry]
; Offered for Markdown ("Open with"), never made the default. And gangmu:// links.
Root: HKA; Subkey: "Software\Classes\Gangmu.Markdown"; ValueType: string; ValueData: "Markdown"; Flags: uninsdeletekey
Root: HKA; Subkey: "Software\Classes\Gangmu.Markdown\shell\open\command"; ValueType: string; ValueData: """{app}\gangmu.exe"" ""%1"""
Root: HKA; Subkey: "Software\Classes\.md\OpenWithProgids"; ValueType: string; ValueName: "Gangmu.Markdown"; ValueData: ""; Flags: uninsdeletevalue
Root: HKA; Subkey: "Software\Classes\.markdown\OpenWithProgids"; ValueType: string; ValueName: "Gangmu.Markdown"; ValueData: ""; Flags: uninsdeletevalue
Root: HKA; Subkey: "Software\Classes\gangmu"; ValueType: string; ValueData: "URL:Gangmu"; Flags: uninsdeletekey
Root: HKA; Subkey: "Software\Classes\gangmu"; ValueType: string; ValueName: "URL Protocol"; ValueData: ""
Root: HKA; Subkey: "Software\Classes\gangmu\shell\open\command"; ValueType: string; ValueData: """{app}\gangmu.exe"" ""%1"""

[Run]
Filename: "{app}\gangmu.exe"; Description: "{cm:LaunchProgram,Gangmu}"; Flags: nowait postinstall skipifsilent
