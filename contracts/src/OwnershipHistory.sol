// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { ERC721 } from "@openzeppelin/contracts/token/ERC721/ERC721.sol";
import { Checkpoints } from "@openzeppelin/contracts/utils/structs/Checkpoints.sol";

/// @title ERC-721 that remembers its owners
/// @notice Who owned a token at a time decides who gets income of that time: a transfer moves future income only.
abstract contract OwnershipHistory is ERC721 {
    using Checkpoints for Checkpoints.Trace160;

    mapping(uint256 tokenId => Checkpoints.Trace160) private _owners;

    /// @dev The owner after all transfers with block time ≤ `time`; zero before the first.
    function _ownerAt(uint256 tokenId, uint64 time) internal view returns (address) {
        return address(_owners[tokenId].upperLookupRecent(time));
    }

    /// @inheritdoc ERC721
    function _update(address to, uint256 tokenId, address auth) internal virtual override returns (address from) {
        from = super._update(to, tokenId, auth);
        // Block times fit uint96 and never fall, so that the key is not below the last one.
        // forge-lint: disable-next-line(unsafe-typecast)
        _owners[tokenId].push(uint96(block.timestamp), uint160(to));
    }
}
