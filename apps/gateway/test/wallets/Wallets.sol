// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @notice A contract wallet (ERC-1271) that takes what one key signed.
contract KeyWallet {
    address private immutable _key;

    constructor(address key) {
        _key = key;
    }

    function isValidSignature(bytes32 hash, bytes calldata signature) external view returns (bytes4) {
        if (signature.length != 65) return 0xffffffff;
        bytes32 r = bytes32(signature[:32]);
        bytes32 s = bytes32(signature[32:64]);
        address found = ecrecover(hash, uint8(signature[64]), r, s);
        return found != address(0) && found == _key ? bytes4(0x1626ba7e) : bytes4(0xffffffff);
    }
}

/// @notice Makes a KeyWallet where everybody can tell beforehand.
contract WalletFactory {
    function make(address key) external returns (address) {
        return address(new KeyWallet{ salt: 0 }(key));
    }

    function addressOf(address key) external view returns (address) {
        bytes32 code = keccak256(abi.encodePacked(type(KeyWallet).creationCode, abi.encode(key)));
        return address(uint160(uint256(keccak256(abi.encodePacked(bytes1(0xff), address(this), bytes32(0), code)))));
    }
}

/// @notice Says no to everything.
contract NoWallet {
    function isValidSignature(bytes32, bytes calldata) external pure returns (bytes4) {
        return 0xffffffff;
    }
}

/// @notice Answers `true`, as a careless wallet might: not the yes of ERC-1271.
contract TrueWallet {
    function isValidSignature(bytes32, bytes calldata) external pure returns (bool) {
        return true;
    }
}

/// @notice Reverts, with the yes as its reason.
contract RevertingWallet {
    function isValidSignature(bytes32, bytes calldata) external pure returns (bytes4) {
        assembly {
            mstore(0, 0x1626ba7e00000000000000000000000000000000000000000000000000000000)
            revert(0, 32)
        }
    }
}

/// @notice Says yes to everything, after burning more gas than anybody needs to look at a signature.
contract BurningWallet {
    function isValidSignature(bytes32, bytes calldata) external view returns (bytes4) {
        uint256 start = gasleft();
        while (start - gasleft() < 10_000_000) { }
        return 0x1626ba7e;
    }
}

/// @notice Never comes to an end.
contract EndlessWallet {
    function isValidSignature(bytes32, bytes calldata) external pure returns (bytes4) {
        while (true) { }
        return 0x1626ba7e;
    }
}
